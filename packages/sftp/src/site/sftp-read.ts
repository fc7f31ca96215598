import { type FileContent, type FileStat, SpmError } from "@spm-ops/core";
import { closeLater } from "./sftp-cleanup.js";
import type { SftpCall, SftpLink } from "./sftp-link.js";
import { lookAt, lookAtOpen, openFile, readInto, type SftpHandle } from "./sftp-requests.js";
import { createSftpWindow, type SftpWindow } from "./sftp-window.js";

export interface SftpReading {
  /** Gives the link to read on, once for the stat and once when the bytes are asked for. */
  readonly getLink: (signal?: AbortSignal) => Promise<SftpLink>;
  readonly requestsInFlight: number;
  readonly signal: AbortSignal | undefined;
}

/** The file as it is now, with bytes that are opened when they are first asked for, so nothing is left open. */
export async function readSftp(path: string, reading: SftpReading): Promise<FileContent> {
  const link = await reading.getLink(reading.signal);
  const call = link.begin({ signal: reading.signal });
  try {
    const stat = await lookAt(call, path);
    if (stat === undefined) throw new SpmError("file.not-found", `There is no ${path}.`, { path });
    if (stat.kind !== "file") {
      throw new SpmError("file.refused", `${path} is not a file.`, { path, reason: "not a file" });
    }
    return { stat, bytes: readPinned(stat, reading) };
  } finally {
    call.end();
  }
}

async function* readPinned(stat: FileStat, { getLink, requestsInFlight, signal }: SftpReading) {
  const link = await getLink(signal);
  const call = link.begin({ signal });
  let handle: SftpHandle | undefined;
  try {
    handle = await openFile(call, stat.path, "r");
    mustBeUnchanged(stat, await lookAtOpen(call, handle));
    yield* readAhead(
      call,
      handle,
      stat.sizeBytes,
      createSftpWindow(link.announced.requestBytes, requestsInFlight),
    );
    const [beyond, now] = await Promise.all([
      readInto(call, handle, Buffer.alloc(1), stat.sizeBytes),
      lookAtOpen(call, handle),
    ]);
    mustBeUnchanged(stat, now);
    // A server may have told too small a size; then the file would lack its end.
    if (beyond > 0) throw changed(stat.path, stat.sizeBytes, stat.sizeBytes + beyond);
  } finally {
    call.end();
    if (handle !== undefined) closeLater(link, handle);
  }
}

/** Many requests on their way at once, their answers in the order of the file. */
async function* readAhead(
  call: SftpCall,
  handle: SftpHandle,
  sizeBytes: number,
  window: SftpWindow,
): AsyncGenerator<Uint8Array, void, undefined> {
  const asked: Promise<Buffer>[] = [];
  let next = 0;
  while (next < sizeBytes || asked.length > 0) {
    while (next < sizeBytes && asked.length < window.requests) {
      const length = Math.min(window.requestBytes, sizeBytes - next);
      const piece = readPiece(call, handle, { from: next, length }, window);
      piece.catch(() => undefined);
      asked.push(piece);
      next += length;
    }
    const piece = await asked.shift();
    if (piece !== undefined) yield piece;
  }
}

/** Exactly these bytes: a server may send fewer than asked, then the rest is asked for again. */
async function readPiece(
  call: SftpCall,
  handle: SftpHandle,
  { from, length }: { readonly from: number; readonly length: number },
  window: SftpWindow,
): Promise<Buffer> {
  const piece = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const wanted = length - filled;
    const bytesRead = await readInto(call, handle, piece.subarray(filled), from + filled);
    if (bytesRead === 0) throw changed(handle.path, from + length, from + filled);
    if (bytesRead < wanted) window.shrinkTo(bytesRead);
    filled += bytesRead;
  }
  return piece;
}

function mustBeUnchanged(before: FileStat, now: FileStat): void {
  if (now.sizeBytes === before.sizeBytes && now.modifiedAt === before.modifiedAt) return;
  throw changed(before.path, before.sizeBytes, now.sizeBytes);
}

function changed(path: string, expectedBytes: number, gotBytes: number): SpmError {
  const message = `${path} changed while it was read, or ended early; nothing of it counts.`;
  return new SpmError("file.changed", message, { path, expectedBytes, gotBytes });
}
