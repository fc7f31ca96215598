import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { generateHostKey } from "../../sandbox/index.js";
import { parseSandboxKey } from "../../sandbox/sandbox-authentication.js";
import { toFingerprint } from "../sftp-fingerprint.js";
import type { SiteBehaviour } from "../site-profile.js";
import type { ServerKind, ServerPlace } from "./real-server.js";

const SSHD = "/usr/sbin/sshd";
const GREENEND = "/usr/libexec/gesftpserver";
const PROFTPD = "/usr/sbin/proftpd";
const PROFTPD_SFTP = "/usr/lib/proftpd/mod_sftp.so";
const RCLONE = "/usr/bin/rclone";

const NEVER_CLOBBERS: Partial<SiteBehaviour> = {
  renameOntoExisting: "refuses",
  exclusiveCreate: true,
  hardLink: "refuses",
  renameKeepsTime: true,
  caseSensitive: true,
  unicodeSensitive: true,
  removes: true,
  setsTimes: true,
  readsTwice: true,
  longestNameBytes: 255,
  renameToTarget: "moves",
};

/** OpenSSH, with its own sFTP server or with another program behind it. */
function sshdKind(title: string, subsystem: string, programs: readonly string[]): ServerKind {
  return {
    title,
    behaviour: NEVER_CLOBBERS,
    acrossMounts: "refuses",
    durableWrites: true,
    programs: [SSHD, ...programs],
    async configure({ folder, served, port }) {
      const host = await writeHostKey(folder, generateHostKey());
      const configuration = join(folder, "sshd_config");
      const lines = [
        `Port ${port}`,
        "ListenAddress 127.0.0.1",
        `HostKey ${host.path}`,
        "PidFile none",
        `AuthorizedKeysFile ${folder}/authorized_keys`,
        "PermitRootLogin prohibit-password",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "UsePAM no",
        "StrictModes no",
        "UseDNS no",
        `Subsystem sftp ${subsystem}`,
        "MaxStartups 100",
      ];
      await writeFile(configuration, `${lines.join("\n")}\n`);
      return {
        command: SSHD,
        commandArguments: ["-D", "-e", "-f", configuration],
        hostKeyFingerprint: host.fingerprint,
        sitePath: served,
      };
    },
  };
}

const proftpd: ServerKind = {
  title: "ProFTPD (mod_sftp)",
  behaviour: NEVER_CLOBBERS,
  acrossMounts: "copies",
  durableWrites: true,
  programs: [PROFTPD, PROFTPD_SFTP],
  async configure(place) {
    const { folder, served } = place;
    const host = await writeHostKey(folder, rsaHostKey());
    const configuration = join(folder, "proftpd.conf");
    await writeFile(configuration, proftpdConfiguration(place, host.path));
    const { uid, gid } = userInfo();
    await writeFile(join(folder, "passwd"), `${place.user}:*:${uid}:${gid}::${served}:/bin/sh\n`, {
      mode: 0o600,
    });
    const body = place.key.publicKey.split(" ")[1] ?? "";
    const key = ["---- BEGIN SSH2 PUBLIC KEY ----", body, "---- END SSH2 PUBLIC KEY ----", ""].join("\n");
    await writeFile(join(folder, "keys"), key, { mode: 0o600 });
    return {
      command: PROFTPD,
      commandArguments: ["--nodaemon", "--quiet", "--config", configuration],
      hostKeyFingerprint: host.fingerprint,
      sitePath: served,
    };
  },
};

function proftpdConfiguration({ folder, port, user }: ServerPlace, hostKey: string): string {
  const lines = [
    "ModulePath /usr/lib/proftpd",
    "LoadModule mod_sftp.c",
    "ServerType standalone",
    'ServerName "throw-away"',
    "DefaultAddress 127.0.0.1",
    // Without it the server listens on every address of the machine.
    "SocketBindTight on",
    `Port ${port}`,
    "UseIPv6 off",
    "UseReverseDNS off",
    `User ${user}`,
    `PidFile ${folder}/proftpd.pid`,
    `ScoreboardFile ${folder}/scoreboard`,
    "DelayTable none",
    `SystemLog ${folder}/proftpd.log`,
    "WtmpLog off",
    "RequireValidShell off",
    "RootLogin on",
    "UseFtpUsers off",
    `AuthUserFile ${folder}/passwd`,
    "AuthOrder mod_auth_file.c",
    "SFTPEngine on",
    `SFTPLog ${folder}/sftp.log`,
    `SFTPHostKey ${hostKey}`,
    "SFTPAuthMethods publickey",
    `SFTPAuthorizedUserKeys file:${folder}/keys`,
    "MaxInstances 100",
    "",
  ];
  return lines.join("\n");
}

const rclone: ServerKind = {
  title: "rclone serve sftp",
  behaviour: {
    renameOntoExisting: "overwrites",
    exclusiveCreate: false,
    hardLink: "untruthful",
    readsTwice: true,
    longestNameBytes: 255,
    removes: true,
  },
  durableWrites: false,
  programs: [RCLONE],
  async configure({ folder, served, port, user }) {
    const host = await writeHostKey(folder, rsaHostKey());
    const options = {
      addr: `127.0.0.1:${port}`,
      user,
      key: host.path,
      "authorized-keys": join(folder, "authorized_keys"),
      config: join(folder, "rclone.conf"),
      "cache-dir": join(folder, "cache"),
      // Its cache tells now and then another time of the same file; without it the times are those of the disk.
      "vfs-cache-mode": "off",
    };
    const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    return {
      command: RCLONE,
      commandArguments: ["serve", "sftp", served, ...given],
      hostKeyFingerprint: host.fingerprint,
      sitePath: "/",
    };
  },
};

/** A key in the form that every server reads. */
function rsaHostKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}

async function writeHostKey(folder: string, hostKey: string) {
  const path = join(folder, "host");
  await writeFile(path, hostKey, { mode: 0o600 });
  return { path, fingerprint: toFingerprint(parseSandboxKey(hostKey, "the host key").getPublicSSH()) };
}

const openssh: ServerKind = sshdKind("OpenSSH", "internal-sftp", []);

/** Every server that the contract is held against, besides the one in the process. */
export const SERVER_KINDS: readonly ServerKind[] = [
  openssh,
  proftpd,
  sshdKind("GreenEnd's server under OpenSSH", GREENEND, [GREENEND]),
  rclone,
];
