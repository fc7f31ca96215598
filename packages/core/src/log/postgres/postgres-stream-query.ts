import type { StreamHead, StreamQuery } from "../log.js";
import type { PostgresSession } from "./postgres-connections.js";

/** Which part of the answer: so many rows, after the last one that was seen. */
export interface StreamPage {
  readonly rows: number;
  readonly last: StreamHead | undefined;
  /** The log's own time; the database's when absent. */
  readonly now: number | undefined;
}

/** What the database says the time is, in milliseconds since 1970. */
const DATABASE_TIME = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

export async function readDatabaseTime(session: PostgresSession): Promise<number> {
  const [row] = await session.query(`SELECT ${DATABASE_TIME} AS now`);
  return Number(row?.["now"]);
}

/** The question for one page of the streams that a query asks for. */
export function selectStreams(schema: string, query: StreamQuery, { rows, last, now }: StreamPage) {
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const conditions = [`kind = ${value(query.kind)}`];
  const where = (condition: (given: string) => string, given: unknown) => {
    if (given !== undefined) conditions.push(condition(value(given)));
  };
  where((status) => `status = ANY (${status})`, query.status);
  where((status) => `status <> ${status}`, query.exceptStatus);
  where((subject) => `subject = ${subject}`, query.subject);
  where((from) => `created_at >= ${from}`, query.createdFromMs);
  where((before) => `created_at < ${before}`, query.createdBeforeMs);
  where((due) => `due_ms <= ${due}`, query.dueByMs);
  if (query.dueByMs !== undefined)
    conditions.push(`claim_until_ms <= ${now === undefined ? DATABASE_TIME : value(now)}`);

  const { place, direction, after } = orderOf(query, last);
  if (after !== undefined) {
    const beyond = direction === "ASC" ? ">" : "<";
    conditions.push(`(${place}, id) ${beyond} (${value(after.place)}, ${value(after.id)})`);
  }
  return {
    text: `SELECT * FROM ${schema}.stream WHERE ${conditions.join(" AND ")}
           ORDER BY ${place} ${direction}, id ${direction} LIMIT ${value(rows)}`,
    values,
  };
}

/** By what the streams are ordered, and after which place in that order the page begins. */
function orderOf({ dueByMs, first, after }: StreamQuery, last: StreamHead | undefined) {
  if (dueByMs !== undefined) {
    const place = last?.dueMs === undefined ? undefined : { place: last.dueMs, id: last.stream.id };
    return { place: "due_ms", direction: "ASC", after: place } as const;
  }
  const direction = first === "newest" ? "DESC" : "ASC";
  const seen = last === undefined ? after : { createdAt: last.createdAt, id: last.stream.id };
  const place = seen === undefined ? undefined : { place: seen.createdAt, id: seen.id };
  return { place: "created_at", direction, after: place } as const;
}
