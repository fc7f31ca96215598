import type { Attributes } from "ssh2";
import { changeAttributes } from "./sandbox-attributes.js";
import type { SandboxClaims } from "./sandbox-claims.js";
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

/** Executes the requests of one session that name a handle. */
export function createSandboxOpenFiles(
  faults: SandboxFaults,
  handles: SandboxHandles,
  claims: SandboxClaims,
) {
  return {
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
    async readFolder(handle: Buffer) {
      const batch = handles.getEntries(handle).splice(0, BATCH);
      const told =
        batch.length > 0
          ? batch.map((entry) => ({ ...entry, attrs: claims.toClaimed(entry.attrs) }))
          : claims.moreEntries();
      return told === undefined ? replyEndOfFile : replyNames(told);
    },
    fstat: async (handle: Buffer) =>
      replyAttributes(claims.toClaimed(toAttributes(await handles.getFile(handle).stat()))),
    async setAttributes(handle: Buffer, attributes: Partial<Attributes>) {
      await changeAttributes(handles.getFile(handle), attributes);
      return replyOk;
    },
  };
}
