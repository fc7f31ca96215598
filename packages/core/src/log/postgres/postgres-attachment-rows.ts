import type { KeptAttachment } from "../attachment.js";
import type { StreamId } from "../event.js";
import { TOMBSTONE } from "../tombstone.js";
import type { PostgresSession } from "./postgres-connections.js";

/** The statements about attachments. Those that write run inside the caller's transaction. */
export type PostgresAttachmentRows = ReturnType<typeof createPostgresAttachmentRows>;

export function createPostgresAttachmentRows(schema: string) {
  return { ...createLooks(schema), ...createAdditions(schema), ...createRemovals(schema) };
}

function createLooks(schema: string) {
  return {
    /** Keeps all others from the attachments of a stream until the transaction ends, whether or not it has begun. */
    async lock(session: PostgresSession, { kind, id }: StreamId): Promise<void> {
      await session.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
        JSON.stringify([schema, kind, id]),
      ]);
    },
    /** A whole attachment. */
    async find(session: PostgresSession, { kind, id }: StreamId, digest: string) {
      const [row] = await session.query(
        `SELECT number, size_bytes FROM ${schema}.attachment WHERE kind = $1 AND id = $2 AND digest = $3`,
        [kind, id, digest],
      );
      return row === undefined ? undefined : { number: row["number"], sizeBytes: Number(row["size_bytes"]) };
    },
    async chunk(session: PostgresSession, number: unknown, position: number) {
      const [row] = await session.query(
        `SELECT bytes FROM ${schema}.attachment_chunk WHERE attachment = $1 AND position = $2`,
        [number, position],
      );
      return row?.["bytes"] instanceof Uint8Array ? row["bytes"] : undefined;
    },
    async tombstoneSeq(session: PostgresSession, { kind, id }: StreamId) {
      const [row] = await session.query(
        `SELECT max(seq) AS seq FROM ${schema}.event WHERE kind = $1 AND id = $2 AND type = '${TOMBSTONE}'`,
        [kind, id],
      );
      return row === undefined || row["seq"] === null ? undefined : Number(row["seq"]);
    },
  };
}

function createAdditions(schema: string) {
  const attachment = `${schema}.attachment`;
  return {
    /** Its number. */
    async begin(session: PostgresSession, { kind, id }: StreamId, now: number): Promise<unknown> {
      const [row] = await session.query(
        `INSERT INTO ${attachment} (kind, id, touched_at) VALUES ($1, $2, $3) RETURNING number`,
        [kind, id, now],
      );
      return row?.["number"];
    },
    /** Whether it is still there. */
    async touch(session: PostgresSession, number: unknown, now: number): Promise<boolean> {
      const touched = await session.query(
        `UPDATE ${attachment} SET touched_at = $2 WHERE number = $1 AND digest IS NULL RETURNING number`,
        [number, now],
      );
      return touched.length > 0;
    },
    async addChunk(session: PostgresSession, place: readonly [unknown, number], bytes: Uint8Array) {
      await session.query(
        `INSERT INTO ${schema}.attachment_chunk (attachment, position, bytes) VALUES ($1, $2, $3)`,
        [...place, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)],
      );
    },
    async finish(session: PostgresSession, number: unknown, { digest, sizeBytes }: KeptAttachment) {
      await session.query(`UPDATE ${attachment} SET digest = $2, size_bytes = $3 WHERE number = $1`, [
        number,
        digest,
        sizeBytes,
      ]);
    },
  };
}

function createRemovals(schema: string) {
  const removeWhere = async (session: PostgresSession, condition: string, values: readonly unknown[]) => {
    const numbers = `SELECT number FROM ${schema}.attachment WHERE ${condition}`;
    await session.query(`DELETE FROM ${schema}.attachment_chunk WHERE attachment IN (${numbers})`, values);
    await session.query(`DELETE FROM ${schema}.attachment WHERE ${condition}`, values);
  };
  return {
    remove: (session: PostgresSession, number: unknown) => removeWhere(session, "number = $1", [number]),
    removeAbandoned: (session: PostgresSession, before: number) =>
      removeWhere(session, "digest IS NULL AND touched_at < $1", [before]),
    removeAll: (session: PostgresSession, { kind, id }: StreamId) =>
      removeWhere(session, "kind = $1 AND id = $2", [kind, id]),
  };
}
