import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

const KEYGEN = "/usr/bin/ssh-keygen";

/** Starts OpenSSH's server on a free port of this machine, with throw-away keys, and says how to reach it. */
export async function startOpensshServer() {
  const folder = mkdtempSync(join(tmpdir(), "bench-openssh-"));
  for (const name of ["host", "user"]) {
    execFileSync(KEYGEN, ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, name)]);
  }
  if (userInfo().uid === 0) mkdirSync("/run/sshd", { recursive: true });
  const port = await findFreePort();
  const configuration = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${folder}/host`,
    "PidFile none",
    `AuthorizedKeysFile ${folder}/user.pub`,
    "PasswordAuthentication no",
    "UsePAM no",
    "StrictModes no",
    "UseDNS no",
    "Subsystem sftp internal-sftp",
  ];
  writeFileSync(join(folder, "sshd_config"), `${configuration.join("\n")}\n`);
  const server = spawn("/usr/sbin/sshd", ["-D", "-f", join(folder, "sshd_config")], { stdio: "ignore" });
  const exited = new Promise((resolve) => server.once("exit", resolve));
  while (!(await isListening(port))) await new Promise((resolve) => setTimeout(resolve, 20));
  const user = userInfo().username;
  const hostKey = readFileSync(join(folder, "host.pub"), "utf8").split(" ").slice(0, 2).join(" ");
  const knownHosts = join(folder, "known_hosts");
  return {
    port,
    folder,
    options: {
      host: "127.0.0.1",
      port,
      user,
      hostKeys: [execFileSync(KEYGEN, ["-lf", join(folder, "host.pub")], { encoding: "utf8" }).split(" ")[1]],
      authentication: { privateKey: "file:/keys/bench" },
      secrets: async () => readFileSync(join(folder, "user"), "utf8"),
    },
    /** The options of OpenSSH's own clients, which have to be told the port that they go through. */
    clientOptions(throughPort = port) {
      writeFileSync(knownHosts, `[127.0.0.1]:${throughPort} ${hostKey}\n`);
      return [
        "-q",
        "-P",
        String(throughPort),
        "-i",
        join(folder, "user"),
        "-o",
        `UserKnownHostsFile=${knownHosts}`,
      ];
    },
    login: `${user}@127.0.0.1`,
    async [Symbol.asyncDispose]() {
      server.kill();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

async function findFreePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
