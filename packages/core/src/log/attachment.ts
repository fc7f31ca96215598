import { createHash } from "node:crypto";
import { z } from "zod";
import { SpmError } from "../spm-error.js";
import { type LogEvent, type StreamId, streamName } from "./event.js";

/** How large an attachment may be where a log is not opened with another limit: 64 MiB. */
export const MAX_ATTACHMENT_BYTES = 64 * 1024 * 1024;

/** How long a content may pause before what a store has of it counts as left behind by a crash, and is cleared. */
export const ABANDONED_AFTER_MS = 3_600_000;

/** The pieces in which an attachment is kept; only the last is shorter. */
const CHUNK_BYTES = 256 * 1024;

/** Pieces that go into one write. */
const CHUNKS_PER_WRITE = 4;

/** How an event names an attachment: an array of these, as `attachments` in its data, whatever its kind and type. */
export const attachmentSchema = z.object({
  /** For people: the name of the file. */
  name: z.string().min(1),
  mediaType: z.string().min(1),
  sizeBytes: z.int().nonnegative(),
  /** SHA-256 of the bytes as they were kept, in lower-case hexadecimal. */
  digest: z.string().regex(/^[0-9a-f]{64}$/, "is no SHA-256 in lower-case hexadecimal"),
});

/** Bytes that belong to a stream, as an event of it names them. */
export type Attachment = Readonly<z.infer<typeof attachmentSchema>>;

/** Bytes that are to be kept: what was sent, what was answered, what a person should be able to look at. */
export interface NewAttachment extends Pick<Attachment, "name" | "mediaType"> {
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
}

/** What the log tells of bytes that it keeps. */
export type KeptAttachment = Pick<Attachment, "digest" | "sizeBytes">;

const namingData = z.object({ attachments: z.array(attachmentSchema) });

/** The attachments that an event names. None where it names none, and where its data has expired. */
export function namedAttachments({ data }: LogEvent): readonly Attachment[] {
  return namingData.safeParse(data).data?.attachments ?? [];
}

/** Where a store puts the pieces of one attachment. Nobody sees any of it before `finish`. */
export interface AttachmentSink {
  /** Keeps pieces behind those that it has, in one write. */
  add(chunks: readonly Uint8Array[]): Promise<void>;
  /** Keeps the last pieces and shows the whole, in one write; content when the stream has these bytes already. */
  finish(chunks: readonly Uint8Array[], whole: KeptAttachment): Promise<void>;
  /** Takes back what it has. */
  discard(): Promise<void>;
}

/**
 * Takes a content apart for a store: pieces of 256 KiB, a write for each mebibyte, never more in memory.
 *
 * @throws SpmError `file.refused` for more bytes than the limit; whatever the content and the sink throw.
 */
export async function keepAttachment(
  stream: StreamId,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  sink: AttachmentSink,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<KeptAttachment> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let chunks: Uint8Array[] = [];
  try {
    for await (const chunk of inChunks(content)) {
      signal?.throwIfAborted();
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw tooLarge(stream, maxBytes);
      hash.update(chunk);
      chunks.push(chunk);
      if (chunks.length < CHUNKS_PER_WRITE) continue;
      await sink.add(chunks);
      chunks = [];
    }
    signal?.throwIfAborted();
    const whole = { digest: hash.digest("hex"), sizeBytes };
    await sink.finish(chunks, whole);
    return whole;
  } catch (error) {
    // What cannot be taken back now is cleared by a later attachment.
    await sink.discard().catch(() => undefined);
    throw error;
  }
}

async function* inChunks(content: Uint8Array | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let chunk = Buffer.alloc(CHUNK_BYTES);
  let filled = 0;
  for await (const bytes of content instanceof Uint8Array ? [content] : content) {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + CHUNK_BYTES - filled);
      chunk.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < CHUNK_BYTES) continue;
      yield chunk;
      chunk = Buffer.alloc(CHUNK_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** The bytes of an attachment from its pieces. Ends normally only when they are those that were attached. */
export async function* joinAttachment(
  stream: StreamId,
  { digest, sizeBytes }: KeptAttachment,
  chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const hash = createHash("sha256");
  let got = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    got += chunk.length;
    yield chunk;
  }
  if (got === sizeBytes && hash.digest("hex") === digest) return;
  const name = streamName(stream);
  throw new SpmError(
    "log.damaged",
    `The attachment ${digest} of ${name} is not what was attached. Keep the log as it is and restore a copy.`,
    { stream: name, seq: 0 },
  );
}

/** Why a stream has no such attachment: there never was one, or it went with the data of the stream. */
export function absentAttachment(
  stream: StreamId,
  digest: string,
  { tombstoneSeq }: { readonly tombstoneSeq: number | undefined },
): SpmError {
  const name = streamName(stream);
  if (tombstoneSeq !== undefined) return attachmentsExpired(stream, tombstoneSeq);
  return new SpmError("file.not-found", `${name} has no attachment ${digest}.`, {
    path: `${name}/${digest}`,
  });
}

/** The attachments of a stream went with its data; there is nothing to read, and nothing can be added. */
export function attachmentsExpired(stream: StreamId, tombstoneSeq: number): SpmError {
  const name = streamName(stream);
  return new SpmError(
    "log.expired",
    `The attachments of ${name} have expired with its data: event ${tombstoneSeq} of it tells by whom, when and why.`,
    { stream: name, seq: tombstoneSeq },
  );
}

/** The content paused for so long that what there was of it has been cleared. Nothing is attached. */
export function abandonedAttachment(stream: StreamId): SpmError {
  const operation = `attach to ${streamName(stream)}`;
  return new SpmError(
    "remote.unavailable",
    `The content to ${operation} paused for more than an hour; nothing was attached.`,
    { operation },
  );
}

function tooLarge(stream: StreamId, maxBytes: number): SpmError {
  const reason = `larger than ${maxBytes} bytes`;
  return new SpmError(
    "file.refused",
    `An attachment to ${streamName(stream)} is ${reason}, which is the limit of this log; nothing was attached. Attach less, or open the log with a higher limit.`,
    { path: streamName(stream), reason },
  );
}
