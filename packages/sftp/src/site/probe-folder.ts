import { type FileStat, isSpmError } from "@spm-ops/core";
import type { ChangeAnnouncement } from "./announce-changes.js";
import type { SftpCall } from "./sftp-link.js";
import { closeHandle, lookAt, openFile } from "./sftp-requests.js";
import { joinSitePath } from "./site-path.js";

/** The folder in which a probe may do what it likes. Requests go to the server as they are, without a look before. */
export interface ProbeFolder {
  /** Makes the folder; false where the server refuses. */
  make(): Promise<boolean>;
  /** Makes an empty file, exclusively. */
  create(name: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  look(name: string): Promise<FileStat | undefined>;
  /** Removes every file that was made here, and the folder; false where the server refuses. */
  removeAll(): Promise<boolean>;
}

export function createProbeFolder(call: SftpCall, path: string, announce: ChangeAnnouncement): ProbeFolder {
  const made = new Set<string>();
  const at = (name: string) => joinSitePath(path, name);
  const remove = (name: string) =>
    call.ask({ operation: "remove", path: at(name), changes: true }, (sftp, answer) =>
      sftp.unlink(at(name), (error) => answer(error, undefined)),
    );
  const removeEach = async () => {
    for (const name of made) {
      if ((await lookAt(call, at(name))) === undefined) continue;
      await announce({ operation: "remove", path: at(name) });
      await remove(name);
    }
    await announce({ operation: "remove folder", path });
    await call.ask({ operation: "remove folder", path, changes: true }, (sftp, answer) =>
      sftp.rmdir(path, (error) => answer(error, undefined)),
    );
  };

  return {
    async make() {
      await announce({ operation: "make folder", path });
      return unlessRefused(
        call.ask({ operation: "make folder", path, changes: true }, (sftp, answer) =>
          sftp.mkdir(path, (error) => answer(error, undefined)),
        ),
      );
    },
    async create(name) {
      await announce({ operation: "write", path: at(name) });
      made.add(name);
      await closeHandle(call, await openFile(call, at(name), "wx"));
    },
    async rename(from, to) {
      await announce({ operation: "rename", path: at(from), to: at(to) });
      made.add(to);
      await call.ask({ operation: "rename", path: at(from), changes: true }, (sftp, answer) =>
        sftp.rename(at(from), at(to), (error) => answer(error, undefined)),
      );
    },
    async link(from, to) {
      await announce({ operation: "link", path: at(from), to: at(to) });
      await call.ask({ operation: "link", path: at(from), changes: true }, (sftp, answer) =>
        sftp.ext_openssh_hardlink(at(from), at(to), (error) => answer(error, undefined)),
      );
    },
    look: async (name) => lookAt(call, at(name)),
    removeAll: async () => unlessRefused(removeEach()),
  };
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
