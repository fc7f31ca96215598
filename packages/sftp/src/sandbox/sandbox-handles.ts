import type { FileHandle } from "node:fs/promises";
import type { FileEntry } from "ssh2";

/** What a client holds open. */
type SandboxOpen =
  | { readonly kind: "file"; readonly file: FileHandle }
  | { readonly kind: "folder"; readonly entries: FileEntry[] };

/** The handles of one session, numbered as they are opened. */
export interface SandboxHandles {
  readonly count: number;
  add(open: SandboxOpen): Buffer;
  /** Throws `RangeError` for a handle that is not open. */
  getFile(id: Buffer): FileHandle;
  getEntries(id: Buffer): FileEntry[];
  close(id: Buffer): Promise<void>;
  closeAll(): Promise<void>;
}

export function createSandboxHandles(): SandboxHandles {
  const opened = new Map<string, SandboxOpen>();
  let last = 0;

  const close = async (key: string) => {
    const open = opened.get(key);
    if (open === undefined) throw new RangeError("There is no such handle.");
    opened.delete(key);
    if (open.kind === "file") await open.file.close();
  };

  return {
    get count() {
      return opened.size;
    },
    add(open) {
      last += 1;
      const id = Buffer.alloc(4);
      id.writeUInt32BE(last);
      opened.set(id.toString("hex"), open);
      return id;
    },
    getFile(id) {
      const open = opened.get(id.toString("hex"));
      if (open?.kind !== "file") throw new RangeError("There is no such file handle.");
      return open.file;
    },
    getEntries(id) {
      const open = opened.get(id.toString("hex"));
      if (open?.kind !== "folder") throw new RangeError("There is no such folder handle.");
      return open.entries;
    },
    close: (id) => close(id.toString("hex")),
    async closeAll() {
      for (const key of [...opened.keys()]) await close(key);
    },
  };
}
