import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import ssh2 from "ssh2";
import { generateHostKey, generateKeyPair } from "../sandbox/index.js";
import { toFingerprint } from "./sftp-fingerprint.js";

const SERVER = "/usr/sbin/sshd";

/** Where OpenSSH's server is, or nothing on a machine without it. */
export const hasOpensshServer = existsSync(SERVER);

/** OpenSSH's own server, as the user of this process, reached with a key. */
export interface OpensshServer extends AsyncDisposable {
  readonly folder: string;
  readonly port: number;
  readonly user: string;
  readonly hostKeyFingerprint: string;
  readonly privateKey: string;
}

export async function startOpensshServer(): Promise<OpensshServer> {
  const folder = await mkdtemp(join(tmpdir(), "openssh-"));
  const hostKey = generateHostKey();
  const { privateKey, publicKey } = generateKeyPair();
  const port = await findFreePort();
  const { username: user, uid } = userInfo();
  // The server wants this folder when it runs as root, and nothing makes it in a container.
  if (uid === 0) await mkdir("/run/sshd", { recursive: true });
  await writeFile(join(folder, "host"), hostKey, { mode: 0o600 });
  await writeFile(join(folder, "authorized_keys"), `${publicKey}\n`, { mode: 0o600 });
  await writeFile(join(folder, "sshd_config"), toConfiguration(folder, port));
  const server = spawn(SERVER, ["-D", "-e", "-f", join(folder, "sshd_config")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  await untilListening(server);
  const parsed = ssh2.utils.parseKey(hostKey);
  if (parsed instanceof Error) throw parsed;
  return {
    folder,
    port,
    user,
    hostKeyFingerprint: toFingerprint(parsed.getPublicSSH()),
    privateKey,
    async [Symbol.asyncDispose]() {
      const exited = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

function toConfiguration(folder: string, port: number): string {
  return [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${folder}/host`,
    `PidFile ${folder}/sshd.pid`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "UsePAM no",
    "StrictModes no",
    "UseDNS no",
    "Subsystem sftp internal-sftp",
    "MaxStartups 100",
    "",
  ].join("\n");
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function untilListening(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on("data", (words: Buffer) => {
      said += words.toString();
      if (said.includes("Server listening")) resolve();
    });
    server.once("exit", () => reject(new TypeError(`OpenSSH's server did not start: ${said}`)));
  });
}
