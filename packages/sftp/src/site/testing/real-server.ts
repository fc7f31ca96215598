import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { FileSite } from "@spm-ops/core";
import { generateKeyPair, type KeyPair } from "../../sandbox/index.js";
import type { SftpSiteOptions } from "../sftp-options.js";
import { openSftpSite } from "../sftp-site.js";
import type { SiteBehaviour } from "../site-profile.js";
import { findFreePort, type ServerProcess, startServerProcess } from "./server-process.js";

/** How one kind of server is started over a folder, for one user with one key. */
export interface ServerKind {
  readonly title: string;
  /** What a probe has to find out, as it was measured by hand. */
  readonly behaviour: Partial<SiteBehaviour>;
  /** What a rename to another file system does, where the server shows more than one. */
  readonly acrossMounts?: SiteBehaviour["renameToTarget"];
  readonly durableWrites: boolean;
  /** The programs that have to be there. */
  readonly programs: readonly string[];
  /** Writes what the server needs into `folder`, and says how to start it and what it shows of itself. */
  configure(place: ServerPlace): Promise<ServerCommand>;
}

export interface ServerPlace {
  /** For keys and configuration. */
  readonly folder: string;
  /** What is served. */
  readonly served: string;
  readonly port: number;
  readonly user: string;
  readonly key: KeyPair;
}

interface ServerCommand {
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly hostKeyFingerprint: string;
  /** Where the served folder is on the site. */
  readonly sitePath: string;
}

/** A running server with throw-away keys that only this machine reaches. */
export interface RealServer extends AsyncDisposable {
  /** The served folder on the site. */
  readonly sitePath: string;
  /** The served folder on this machine. */
  readonly served: string;
  readonly options: SftpSiteOptions;
  open(): Promise<FileSite>;
}

/** The programs of a kind that this machine lacks. */
export function missingPrograms({ programs }: ServerKind): readonly string[] {
  return programs.filter((program) => !existsSync(program));
}

export async function startRealServer(kind: ServerKind): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), "sftp-server-"));
  const served = join(folder, "served");
  await mkdir(served);
  const { username: user, uid } = userInfo();
  // OpenSSH wants this folder when it runs as root, and nothing makes it in a container.
  if (uid === 0) await mkdir("/run/sshd", { recursive: true });
  const port = await findFreePort();
  const key = generateKeyPair();
  await writeFile(join(folder, "authorized_keys"), `${key.publicKey}\n`, { mode: 0o600 });
  const how = await kind.configure({ folder, served, port, user, key });
  let server: ServerProcess;
  try {
    server = await startServerProcess(how.command, how.commandArguments, port);
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
  const options: SftpSiteOptions = {
    host: "127.0.0.1",
    port,
    user,
    hostKeys: [how.hostKeyFingerprint],
    authentication: { privateKey: "file:/keys/ops" },
    secrets: async () => key.privateKey,
  };
  return {
    sitePath: how.sitePath,
    served,
    options,
    open: () => openSftpSite(options),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
