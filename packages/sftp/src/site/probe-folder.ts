import { type FileStat, isSpmError } from "@spm-ops/core";
import type { ChangeAnnouncement } from "./announce-changes.js";
import type { SftpCall } from "./sftp-link.js";
import { closeHandle, lookAt, openFile, readInto, writeFrom } from "./sftp-requests.js";
import { joinSitePath } from "./site-path.js";

/** The folder in which a probe may do what it likes. Requests go to the server as they are, without a look before. */
export interface ProbeFolder {
  /** Makes the folder; false where the server refuses. */
  make(): Promise<boolean>;
  /** Makes an empty file, exclusively. */
  create(name: string): Promise<void>;
  /** Makes an empty file and keeps it open. */
  hold(name: string): Promise<HeldFile>;
  /** Sets the time of a file, in milliseconds since 1970. */
  setTime(name: string, modifiedAt: number): Promise<void>;
  rename(from: string, to: string, into?: ProbeFolder): Promise<void>;
  link(from: string, to: string): Promise<void>;
  look(name: string): Promise<FileStat | undefined>;
  /** Opens a file, reads its first byte, and closes it. */
  read(name: string): Promise<void>;
  /** Removes every file that was made here, and the folder; false where the server refuses. */
  removeAll(): Promise<boolean>;
  /** The path of a name in it, which is removed with it from then on. */
  claim(name: string): string;
}

/** A file that is held open, whatever becomes of its name. */
interface HeldFile {
  writeByte(): Promise<void>;
  close(): Promise<void>;
}

export function createProbeFolder(call: SftpCall, path: string, announce: ChangeAnnouncement): ProbeFolder {
  const made = new Set<string>();
  const at = (name: string) => joinSitePath(path, name);
  const claim = (name: string) => {
    made.add(name);
    return at(name);
  };
  const open = async (name: string) => {
    await announce({ operation: "write", path: at(name) });
    return openFile(call, claim(name), "wx");
  };

  return {
    claim,
    async make() {
      await announce({ operation: "make folder", path });
      return unlessRefused(
        call.ask({ operation: "make folder", path, changes: true }, (sftp, answer) =>
          sftp.mkdir(path, (error) => answer(error, undefined)),
        ),
      );
    },
    create: async (name) => closeHandle(call, await open(name)),
    async hold(name) {
      const handle = await open(name);
      return {
        writeByte: () => writeFrom(call, handle, Buffer.from("x"), 0),
        close: () => closeHandle(call, handle),
      };
    },
    async rename(from, to, into) {
      const target = into === undefined ? claim(to) : into.claim(to);
      await announce({ operation: "rename", path: at(from), to: target });
      await call.ask({ operation: "rename", path: at(from), changes: true }, (sftp, answer) =>
        sftp.rename(at(from), target, (error) => answer(error, undefined)),
      );
    },
    look: async (name) => lookAt(call, at(name)),
    async read(name) {
      const handle = await openFile(call, at(name), "r");
      try {
        await readInto(call, handle, Buffer.alloc(1), 0);
      } finally {
        await closeHandle(call, handle);
      }
    },
    removeAll: async () => unlessRefused(removeEach(call, { path, made, announce })),
    ...createRareRequests(call, { at, announce }),
  };
}

/** What the protocol can ask beyond what a site needs. */
function createRareRequests(
  call: SftpCall,
  { at, announce }: { readonly at: (name: string) => string; readonly announce: ChangeAnnouncement },
): Pick<ProbeFolder, "setTime" | "link"> {
  return {
    async setTime(name, modifiedAt) {
      await announce({ operation: "set time", path: at(name) });
      const seconds = Math.floor(modifiedAt / 1_000);
      await call.ask({ operation: "set time", path: at(name), changes: true }, (sftp, answer) =>
        sftp.utimes(at(name), seconds, seconds, (error) => answer(error, undefined)),
      );
    },
    async link(from, to) {
      await announce({ operation: "link", path: at(from), to: at(to) });
      await call.ask({ operation: "link", path: at(from), changes: true }, (sftp, answer) =>
        sftp.ext_openssh_hardlink(at(from), at(to), (error) => answer(error, undefined)),
      );
    },
  };
}

interface ProbeFolderContent {
  readonly path: string;
  readonly made: ReadonlySet<string>;
  readonly announce: ChangeAnnouncement;
}

async function removeEach(call: SftpCall, { path, made, announce }: ProbeFolderContent): Promise<void> {
  for (const name of made) {
    const file = joinSitePath(path, name);
    if ((await lookUnlessRefused(call, file)) === undefined) continue;
    await announce({ operation: "remove", path: file });
    await call.ask({ operation: "remove", path: file, changes: true }, (sftp, answer) =>
      sftp.unlink(file, (error) => answer(error, undefined)),
    );
  }
  await announce({ operation: "remove folder", path });
  await call.ask({ operation: "remove folder", path, changes: true }, (sftp, answer) =>
    sftp.rmdir(path, (error) => answer(error, undefined)),
  );
}

/** A server that refuses to look at a name, because it is too long, has no file of it either. */
async function lookUnlessRefused(call: SftpCall, path: string): Promise<FileStat | undefined> {
  try {
    return await lookAt(call, path);
  } catch (error) {
    if (isSpmError(error, "file.refused")) return undefined;
    throw error;
  }
}

async function unlessRefused(change: Promise<unknown>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (isSpmError(error, "file.refused", "file.not-found", "operation.unsupported")) return false;
    throw error;
  }
}
