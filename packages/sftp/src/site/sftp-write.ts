import { isSpmError, SpmError, type WrittenFile } from "@spm-ops/core";
import { type ByteDigest, createByteDigest } from "./byte-digest.js";
import { interruptible } from "./interruptible.js";
import { mustBeFree, renameOntoFree } from "./sftp-change.js";
import { closeLater, removeTemporary } from "./sftp-cleanup.js";
import type { SftpCall, SftpLink } from "./sftp-link.js";
import { closeHandle, lookAt, openFile, type SftpHandle, syncFile, writeFrom } from "./sftp-requests.js";
import { createSftpWindow, type SftpWindow } from "./sftp-window.js";

export interface SftpWriting {
  readonly path: string;
  /** The name beside it under which the file grows. */
  readonly temporary: string;
  readonly requestsInFlight: number;
  readonly signal: AbortSignal | undefined;
}

/** Writes under a temporary name, checks what the server has of it, and gives it its name. */
export async function writeSftp(
  link: SftpLink,
  writing: SftpWriting,
  bytes: AsyncIterable<Uint8Array>,
): Promise<WrittenFile> {
  const { path, temporary, signal } = writing;
  const call = link.begin({ signal });
  try {
    await mustBeFree(call, path);
    const handle = await openFile(call, temporary, "wx");
    let open = true;
    try {
      const { sizeBytes, sha256 } = await sendAll(call, handle, bytes, {
        window: createSftpWindow(link.announced.requestBytes, writing.requestsInFlight),
        signal,
      });
      if (link.announced.hasFsync) await syncFile(call, handle);
      // Whatever the answer: a handle given back twice may be somebody else's by then.
      open = false;
      await closeHandle(call, handle);
      await mustHave(call, temporary, sizeBytes);
      await renameOntoFree(call, temporary, path);
      return { path, sizeBytes, sha256 };
    } catch (error) {
      // After a lost answer to the rename the file may have its name already: nothing is touched.
      if (!isSpmError(error, "remote.unknown")) {
        if (open) closeLater(link, handle);
        await removeTemporary(link, temporary);
      }
      throw error;
    }
  } finally {
    call.end();
  }
}

/** Sends the bytes in order with many requests on their way, and waits until each is answered. */
async function sendAll(
  call: SftpCall,
  handle: SftpHandle,
  bytes: AsyncIterable<Uint8Array>,
  { window, signal }: { readonly window: SftpWindow; readonly signal: AbortSignal | undefined },
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const digest = createByteDigest();
  try {
    const sizeBytes = await sendEach(call, handle, bytes, { window, signal, digest });
    return { sizeBytes, sha256: await digest.end() };
  } finally {
    digest.discard();
  }
}

interface Sending {
  readonly window: SftpWindow;
  readonly signal: AbortSignal | undefined;
  readonly digest: ByteDigest;
}

/** Tells how many bytes there were. */
async function sendEach(
  call: SftpCall,
  handle: SftpHandle,
  bytes: AsyncIterable<Uint8Array>,
  { window, signal, digest }: Sending,
): Promise<number> {
  const sent: Promise<void>[] = [];
  const { requestBytes } = window;
  let sizeBytes = 0;
  for await (const piece of interruptible(bytes, signal)) {
    const hashing = digest.update(piece);
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let at = 0; at < buffer.byteLength; at += requestBytes) {
      if (sent.length >= window.requests) await sent.shift();
      const request = writeFrom(call, handle, buffer.subarray(at, at + requestBytes), sizeBytes + at);
      // Heard when its turn comes; until then its failure is not unhandled.
      request.catch(() => undefined);
      sent.push(request);
    }
    sizeBytes += buffer.byteLength;
    if (hashing !== undefined) await hashing;
  }
  await Promise.all(sent);
  return sizeBytes;
}

async function mustHave(call: SftpCall, temporary: string, expectedBytes: number): Promise<void> {
  const gotBytes = (await lookAt(call, temporary))?.sizeBytes ?? 0;
  if (gotBytes === expectedBytes) return;
  const message = `The server has ${gotBytes} bytes of ${temporary}, sent were ${expectedBytes}.`;
  throw new SpmError("file.changed", message, { path: temporary, expectedBytes, gotBytes });
}
