import type { Log, StreamChange, StreamHead } from "../log.js";
import { assertListable, readPages } from "../read-pages.js";
import { toLogEvent, toStreamHead } from "../stored-row.js";
import { TOMBSTONE } from "../tombstone.js";
import type { PostgresConnections } from "./postgres-connections.js";
import { selectStreams } from "./postgres-stream-query.js";

/** What can be asked of the streams and events in the database. */
export type PostgresReading = Pick<Log, "find" | "read" | "list" | "changes">;

export function createPostgresReading(
  { use }: PostgresConnections,
  schema: string,
  now: () => number | undefined,
): PostgresReading {
  const ask = (text: string, values: readonly unknown[]) => use((session) => session.query(text, values));
  const selectEvents = `SELECT event.*, CASE WHEN data IS NULL THEN (
         SELECT min(tombstone.seq) FROM ${schema}.event AS tombstone WHERE tombstone.kind = event.kind
           AND tombstone.id = event.id AND tombstone.seq > event.seq AND tombstone.type = '${TOMBSTONE}'
       ) END AS expired_by
       FROM ${schema}.event WHERE kind = $1 AND id = $2 AND seq > $3 ORDER BY seq`;
  // The latest event of a stream is the one that its head numbers.
  const selectChanges = `SELECT stream.*, event.position FROM ${schema}.event
         JOIN ${schema}.stream ON stream.kind = event.kind AND stream.id = event.id AND stream.seq = event.seq
       WHERE event.position > $1 ORDER BY event.position LIMIT $2`;

  return {
    async find({ kind, id }) {
      const [row] = await ask(`SELECT * FROM ${schema}.stream WHERE kind = $1 AND id = $2`, [kind, id]);
      return row === undefined ? undefined : toStreamHead(row);
    },
    async read({ kind, id }, { afterSeq = 0 } = {}) {
      return (await ask(selectEvents, [kind, id, afterSeq])).map(toLogEvent);
    },
    async *list(query) {
      assertListable(query);
      yield* readPages<StreamHead>(query.limit, async (last, rows) => {
        const { text, values } = selectStreams(schema, query, { rows, last, now: now() });
        return (await ask(text, values)).map(toStreamHead);
      });
    },
    changes: ({ afterPosition = 0, limit } = {}) =>
      readPages<StreamChange>(limit, async (last, rows) => {
        const found = await ask(selectChanges, [last?.position ?? afterPosition, rows]);
        return found.map((row) => ({ ...toStreamHead(row), position: Number(row["position"]) }));
      }),
  };
}
