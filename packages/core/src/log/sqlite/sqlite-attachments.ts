import type { Clock } from "../../clock.js";
import {
  ABANDONED_AFTER_MS,
  type AttachmentSink,
  abandonedAttachment,
  absentAttachment,
  attachmentsExpired,
  joinAttachment,
  type KeptAttachment,
  keepAttachment,
} from "../attachment.js";
import type { StreamId } from "../event.js";
import type { Log } from "../log.js";
import { TOMBSTONE } from "../tombstone.js";
import { type SqliteDriver, toRow } from "./sqlite-driver.js";

/** The attachments in the database. */
export interface SqliteAttachments extends Pick<Log, "attach" | "readAttachment"> {
  /** Lets all attachments of a stream go, inside the caller's transaction, in which its tombstone stands already. */
  drop(stream: StreamId): void;
}

export interface SqliteAttachmentOptions {
  readonly clock: Clock;
  readonly maxBytes: number;
  /** Runs work as one transaction. */
  readonly write: <Result>(work: () => Result) => Promise<Result>;
  /** Runs work that only reads. */
  readonly look: <Result>(work: () => Result) => Promise<Result>;
}

export function createSqliteAttachments(
  driver: SqliteDriver,
  { clock, maxBytes, write, look }: SqliteAttachmentOptions,
): SqliteAttachments {
  const rows = createRows(driver);
  const openSink = (stream: StreamId) => createSink(rows, stream, { clock, write });

  return {
    attach: (stream, content, { signal } = {}) =>
      keepAttachment(stream, content, openSink(stream), { maxBytes, signal }),
    async *readAttachment(stream, digest, { signal } = {}) {
      const absent = () => absentAttachment(stream, digest, { tombstoneSeq: rows.tombstoneSeq(stream) });
      const whole = await look(() => rows.find(stream, digest));
      if (whole === undefined) throw await look(absent);
      async function* chunks(number: number) {
        for (let position = 0; ; position += 1) {
          signal?.throwIfAborted();
          const chunk = await look(() => rows.chunk(number, position));
          if (chunk === undefined) break;
          yield chunk;
        }
        // Expired while it was read, it is gone and not damaged.
        if ((await look(() => rows.find(stream, digest))) === undefined) throw await look(absent);
      }
      yield* joinAttachment(stream, { digest, sizeBytes: whole.sizeBytes }, chunks(whole.number));
    },
    drop: (stream) => rows.removeAll(stream),
  };
}

type AttachmentRows = ReturnType<typeof createRows>;

/** Each write is a transaction. What was added and never finished is cleared by whoever attaches an hour later. */
function createSink(
  rows: AttachmentRows,
  stream: StreamId,
  { clock, write }: Pick<SqliteAttachmentOptions, "clock" | "write">,
): AttachmentSink {
  let number: number | undefined;
  let added = 0;

  const put = (chunks: readonly Uint8Array[]) => {
    const tombstoneSeq = rows.tombstoneSeq(stream);
    if (tombstoneSeq !== undefined) throw attachmentsExpired(stream, tombstoneSeq);
    const now = clock.now();
    if (number !== undefined && !rows.touch(number, now)) throw abandonedAttachment(stream);
    if (number === undefined) rows.removeAbandoned(now - ABANDONED_AFTER_MS);
    const into = number ?? rows.begin(stream, now);
    for (const [offset, chunk] of chunks.entries()) rows.addChunk(into, added + offset, chunk);
    return into;
  };

  return {
    async add(chunks) {
      number = await write(() => put(chunks));
      added += chunks.length;
    },
    finish: (chunks, whole) =>
      write(() => {
        if (rows.find(stream, whole.digest) === undefined) rows.finish(put(chunks), whole);
        else if (number !== undefined) rows.remove(number);
      }),
    async discard() {
      const begun = number;
      if (begun !== undefined) await write(() => rows.remove(begun));
    },
  };
}

function prepareStatements(driver: SqliteDriver) {
  return {
    select: driver.prepare(
      "SELECT number, size_bytes FROM attachment WHERE kind = ? AND id = ? AND digest = ?",
    ),
    selectChunk: driver.prepare("SELECT bytes FROM attachment_chunk WHERE attachment = ? AND position = ?"),
    selectTombstone: driver.prepare(
      `SELECT max(seq) AS seq FROM event WHERE kind = ? AND id = ? AND type = '${TOMBSTONE}'`,
    ),
    selectAbandoned: driver.prepare("SELECT number FROM attachment WHERE digest IS NULL AND touched_at < ?"),
    selectAll: driver.prepare("SELECT number FROM attachment WHERE kind = ? AND id = ?"),
    insert: driver.prepare("INSERT INTO attachment (kind, id, touched_at) VALUES (?, ?, ?) RETURNING number"),
    insertChunk: driver.prepare(
      "INSERT INTO attachment_chunk (attachment, position, bytes) VALUES (?, ?, ?)",
    ),
    touch: driver.prepare(
      "UPDATE attachment SET touched_at = ? WHERE number = ? AND digest IS NULL RETURNING number",
    ),
    complete: driver.prepare("UPDATE attachment SET digest = ?, size_bytes = ? WHERE number = ?"),
    deleteChunks: driver.prepare("DELETE FROM attachment_chunk WHERE attachment = ?"),
    deleteOne: driver.prepare("DELETE FROM attachment WHERE number = ?"),
  };
}

function createRows(driver: SqliteDriver) {
  const sql = prepareStatements(driver);
  const remove = (number: number) => {
    sql.deleteChunks.run(number);
    sql.deleteOne.run(number);
  };
  const removeEach = (found: readonly unknown[]) => {
    for (const row of found) remove(Number(toRow(row)["number"]));
  };

  return {
    /** A whole attachment. */
    find({ kind, id }: StreamId, digest: string) {
      const found = sql.select.get(kind, id, digest);
      if (found === undefined) return undefined;
      const row = toRow(found);
      return { number: Number(row["number"]), sizeBytes: Number(row["size_bytes"]) };
    },
    chunk(number: number, position: number): Uint8Array | undefined {
      const { bytes } = toRow(sql.selectChunk.get(number, position));
      return bytes instanceof Uint8Array ? bytes : undefined;
    },
    tombstoneSeq({ kind, id }: StreamId): number | undefined {
      const { seq } = toRow(sql.selectTombstone.get(kind, id));
      return typeof seq === "number" ? seq : undefined;
    },
    begin: ({ kind, id }: StreamId, now: number) => Number(toRow(sql.insert.get(kind, id, now))["number"]),
    /** Whether it is still there. */
    touch: (number: number, now: number) => sql.touch.get(now, number) !== undefined,
    addChunk(number: number, position: number, bytes: Uint8Array) {
      sql.insertChunk.run(number, position, bytes);
    },
    finish(number: number, { digest, sizeBytes }: KeptAttachment) {
      sql.complete.run(digest, sizeBytes, number);
    },
    remove,
    removeAbandoned: (before: number) => removeEach(sql.selectAbandoned.all(before)),
    removeAll: ({ kind, id }: StreamId) => removeEach(sql.selectAll.all(kind, id)),
  };
}
