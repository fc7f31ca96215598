import { constants } from "node:fs";
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  open,
  readlink,
  rename,
  rmdir,
  stat,
  truncate,
  unlink,
  utimes,
} from "node:fs/promises";
import { posix } from "node:path";
import ssh2, { type Attributes } from "ssh2";
import { moveLocal, mustBeFree } from "../site/local-change.js";
import { isAbsent } from "../site/local-errors.js";
import { createLocalRoot } from "../site/local-root.js";
import { changeAttributes } from "./sandbox-attributes.js";
import type { SandboxClaims } from "./sandbox-claims.js";
import { listEntries, toEntry } from "./sandbox-entry.js";
import type { SandboxFaults } from "./sandbox-faults.js";
import type { SandboxHandles } from "./sandbox-handles.js";
import {
  replyAttributes,
  replyNames,
  replyOk,
  replyStatus,
  type SandboxReply,
  toAttributes,
} from "./sandbox-reply.js";

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

export interface SandboxFilesParts {
  readonly root: string;
  readonly faults: SandboxFaults;
  readonly handles: SandboxHandles;
  readonly claims: SandboxClaims;
}

/** Executes the requests of one session that name a path. Failures come out as the file system's own. */
export function createSandboxFiles({ root, faults, handles, claims }: SandboxFilesParts) {
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
      const longest = faults.longestNameBytes ?? Number.POSITIVE_INFINITY;
      if (Buffer.byteLength(posix.basename(path)) > longest) return replyStatus(STATUS_CODE.FAILURE);
      const file = await open(await follow(path), toSystemFlags(flags) | constants.O_NOFOLLOW, 0o644);
      const handle = handles.add({ kind: "file", file });
      return (sftp, id) => sftp.handle(id, handle);
    },
    openFolder: async (path: string): Promise<SandboxReply> => {
      const entries = await listEntries(await follow(path));
      const handle = handles.add({ kind: "folder", entries: [...entries, ...claims.inventedEntries()] });
      return (sftp, id) => sftp.handle(id, handle);
    },
    lstat: async (path: string) =>
      replyAttributes(claims.toClaimed(toAttributes(await lstat(await locate(path))))),
    stat: async (path: string) =>
      replyAttributes(claims.toClaimed(toAttributes(await stat(await follow(path))))),
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
        await (faults.renameCopies ? copyThenRemove(source, target) : moveLocal(source, target));
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

async function copyThenRemove(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL);
  await unlink(from);
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
