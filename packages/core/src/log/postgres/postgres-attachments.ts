import {
  ABANDONED_AFTER_MS,
  type AttachmentSink,
  abandonedAttachment,
  absentAttachment,
  attachmentsExpired,
  joinAttachment,
  keepAttachment,
} from "../attachment.js";
import type { StreamId } from "../event.js";
import type { Log } from "../log.js";
import type { PostgresAttachmentRows } from "./postgres-attachment-rows.js";
import type { PostgresConnections, PostgresSession } from "./postgres-connections.js";

export interface PostgresAttachmentOptions {
  readonly connections: PostgresConnections;
  readonly rows: PostgresAttachmentRows;
  readonly maxBytes: number;
  /** The log's time, asked where it is the database's own. */
  readonly time: (session: PostgresSession) => Promise<number>;
}

/** The attachments in the database. */
export function createPostgresAttachments(
  options: PostgresAttachmentOptions,
): Pick<Log, "attach" | "readAttachment"> {
  const { connections, rows, maxBytes } = options;
  const look = connections.use;
  const absent = async (stream: StreamId, digest: string) => {
    const tombstoneSeq = await look((session) => rows.tombstoneSeq(session, stream));
    return absentAttachment(stream, digest, { tombstoneSeq });
  };
  return {
    attach: (stream, content, { signal } = {}) =>
      keepAttachment(stream, content, createSink(stream, options), { maxBytes, signal }),
    async *readAttachment(stream, digest, { signal } = {}) {
      const find = () => look((session) => rows.find(session, stream, digest));
      const whole = await find();
      if (whole === undefined) throw await absent(stream, digest);
      async function* chunks(number: unknown) {
        for (let position = 0; ; position += 1) {
          signal?.throwIfAborted();
          const bytes = await look((session) => rows.chunk(session, number, position));
          if (bytes === undefined) break;
          yield bytes;
        }
        // Expired while it was read, it is gone and not damaged.
        if ((await find()) === undefined) throw await absent(stream, digest);
      }
      yield* joinAttachment(stream, { digest, sizeBytes: whole.sizeBytes }, chunks(whole.number));
    },
  };
}

/** Each write is a transaction. What was added and never finished is cleared by whoever attaches an hour later. */
function createSink(
  stream: StreamId,
  { connections, rows, time }: PostgresAttachmentOptions,
): AttachmentSink {
  let number: unknown;
  let added = 0;

  const put = async (session: PostgresSession, chunks: readonly Uint8Array[]) => {
    const tombstoneSeq = await rows.tombstoneSeq(session, stream);
    if (tombstoneSeq !== undefined) throw attachmentsExpired(stream, tombstoneSeq);
    const now = await time(session);
    if (number !== undefined && !(await rows.touch(session, number, now))) throw abandonedAttachment(stream);
    if (number === undefined) await rows.removeAbandoned(session, now - ABANDONED_AFTER_MS);
    const into = number ?? (await rows.begin(session, stream, now));
    for (const [offset, chunk] of chunks.entries())
      await rows.addChunk(session, [into, added + offset], chunk);
    return into;
  };
  const write = <Result>(work: (session: PostgresSession) => Promise<Result>) =>
    connections.transact(async (session) => {
      await rows.lock(session, stream);
      return work(session);
    });

  return {
    async add(chunks) {
      number = await write((session) => put(session, chunks));
      added += chunks.length;
    },
    finish: (chunks, whole) =>
      write(async (session) => {
        if ((await rows.find(session, stream, whole.digest)) === undefined)
          await rows.finish(session, await put(session, chunks), whole);
        else if (number !== undefined) await rows.remove(session, number);
      }),
    async discard() {
      if (number !== undefined) await connections.transact((session) => rows.remove(session, number));
    },
  };
}
