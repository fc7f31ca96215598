import { constants, type Stats } from "node:fs";
import {
  chmod,
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readlink,
  rename,
  rmdir,
  stat,
  truncate,
  unlink,
  utimes,
} from "node:fs/promises";
import { join, posix } from "node:path";
import ssh2, { type Attributes, type FileEntry } from "ssh2";
import { moveLocal, mustBeFree } from "../site/local-change.js";
import { isAbsent } from "../site/local-errors.js";
import { createLocalRoot } from "../site/local-root.js";
import type { SandboxFaults } from "./sandbox-faults.js";
import type { SandboxHandles } from "./sandbox-handles.js";
import {
  replyAttributes,
  replyEndOfFile,
  replyNames,
  replyOk,
  type SandboxReply,
  toAttributes,
} from "./sandbox-reply.js";

/** Entries in one answer to READDIR, as OpenSSH sends them. */
const BATCH = 100;
/** The most that OpenSSH's server sends in one answer to READ. */
const LONGEST_READ = 255 * 1024;
const SHORT_READ = 1_000;
const { OPEN_MODE } = ssh2.utils.sftp;

/** Executes the requests of one session on a folder. Failures come out as the file system's own. */
export type SandboxFiles = ReturnType<typeof createSandboxFiles>;

export function createSandboxFiles(root: string, faults: SandboxFaults, handles: SandboxHandles) {
  const within = createLocalRoot(root);
  const locate = (path: string) => within.locate(posix.resolve("/", path));
  /** To where a name leads; a new name leads to itself. */
  const follow = async (path: string) => {
    try {
      return await within.locateFolder(posix.resolve("/", path));
    } catch (error) {
      if (isAbsent(error)) return locate(path);
      throw error;
    }
  };

  return {
    async open(path: string, flags: number): Promise<SandboxReply> {
      const file = await open(await follow(path), toSystemFlags(flags) | constants.O_NOFOLLOW, 0o644);
      return (sftp, id) => sftp.handle(id, handles.add({ kind: "file", file }));
    },
    async close(handle: Buffer) {
      await handles.close(handle);
      return replyOk;
    },
    async read(handle: Buffer, position: number, length: number): Promise<SandboxReply> {
      const file = handles.getFile(handle);
      const piece = Buffer.alloc(Math.min(length, faults.shortReads ? SHORT_READ : LONGEST_READ));
      const end = faults.earlyEof ? Math.floor((await file.stat()).size / 2) : Number.POSITIVE_INFINITY;
      const room = Math.min(piece.byteLength, Math.max(0, end - position));
      const { bytesRead } = await file.read(piece, 0, room, position);
      return bytesRead === 0 ? replyEndOfFile : (sftp, id) => sftp.data(id, piece.subarray(0, bytesRead));
    },
    async write(handle: Buffer, position: number, data: Buffer) {
      await handles.getFile(handle).write(data, 0, data.byteLength, position);
      return replyOk;
    },
    openFolder: async (path: string): Promise<SandboxReply> => {
      const entries = await listEntries(await follow(path));
      return (sftp, id) => sftp.handle(id, handles.add({ kind: "folder", entries }));
    },
    async readFolder(handle: Buffer) {
      const batch = handles.getEntries(handle).splice(0, BATCH);
      return batch.length === 0 ? replyEndOfFile : replyNames(batch);
    },
    lstat: async (path: string) => replyAttributes(await lstat(await locate(path))),
    stat: async (path: string) => replyAttributes(await stat(await follow(path))),
    fstat: async (handle: Buffer) => replyAttributes(await handles.getFile(handle).stat()),
    async setAttributes(path: string, attributes: Partial<Attributes>) {
      const file = await follow(path);
      await changeAttributes(
        {
          chmod: (mode) => chmod(file, mode),
          utimes: (atime, mtime) => utimes(file, atime, mtime),
          truncate: (size) => truncate(file, size),
        },
        attributes,
      );
      return replyOk;
    },
    async setOpenAttributes(handle: Buffer, attributes: Partial<Attributes>) {
      await changeAttributes(handles.getFile(handle), attributes);
      return replyOk;
    },
    ...createNameRequests(locate, faults),
  };
}

/** The requests that change or tell names. */
function createNameRequests(locate: (path: string) => Promise<string>, faults: SandboxFaults) {
  return {
    async remove(path: string) {
      await unlink(await locate(path));
      return replyOk;
    },
    async makeFolder(path: string) {
      await mkdir(await locate(path));
      return replyOk;
    },
    async removeFolder(path: string) {
      await rmdir(await locate(path));
      return replyOk;
    },
    async rename(from: string, to: string) {
      const [source, target] = [await locate(from), await locate(to)];
      await lstat(source);
      if (faults.renameOverwrites) await rename(source, target);
      else {
        await mustBeFree(target, to);
        await moveLocal(source, target);
      }
      return replyOk;
    },
    async realPath(path: string) {
      return replyNames([toEntry(posix.resolve("/", path))]);
    },
    async readLink(path: string) {
      return replyNames([toEntry(await readlink(await locate(path)))]);
    },
  };
}

function toSystemFlags(flags: number): number {
  const has = (mode: number) => (flags & mode) !== 0;
  const access = has(OPEN_MODE.WRITE)
    ? has(OPEN_MODE.READ)
      ? constants.O_RDWR
      : constants.O_WRONLY
    : constants.O_RDONLY;
  return (
    access |
    (has(OPEN_MODE.CREAT) ? constants.O_CREAT : 0) |
    (has(OPEN_MODE.EXCL) ? constants.O_EXCL : 0) |
    (has(OPEN_MODE.TRUNC) ? constants.O_TRUNC : 0) |
    (has(OPEN_MODE.APPEND) ? constants.O_APPEND : 0)
  );
}

async function changeAttributes(
  file: Pick<FileHandle, "chmod" | "utimes" | "truncate">,
  { mode, size, atime, mtime }: Partial<Attributes>,
): Promise<void> {
  if (size !== undefined) await file.truncate(size);
  if (mode !== undefined) await file.chmod(mode & 0o7777);
  if (atime !== undefined && mtime !== undefined) await file.utimes(atime, mtime);
}

async function listEntries(folder: string): Promise<FileEntry[]> {
  const entries = [toEntry(".", await lstat(folder)), toEntry("..", await lstat(folder))];
  for (const name of await readdir(folder)) {
    // A name whose bytes are not UTF-8 cannot be asked for either, but is shown.
    const stats = await lstat(join(folder, name)).catch(() => undefined);
    entries.push(toEntry(name, stats));
  }
  return entries;
}

function toEntry(filename: string, stats?: Stats): FileEntry {
  const attrs =
    stats === undefined ? { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 } : toAttributes(stats);
  // Clients of a simpler mind read the kind off the first letter, as `ls -l` prints it.
  const kind = stats === undefined ? "?" : stats.isDirectory() ? "d" : stats.isSymbolicLink() ? "l" : "-";
  const longname = `${kind}rwxrwxrwx 1 sandbox sandbox ${attrs.size} Jan 1 00:00 ${filename}`;
  return { filename, longname, attrs };
}
