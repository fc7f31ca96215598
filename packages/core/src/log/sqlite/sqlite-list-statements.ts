import type { StreamCursor, StreamHead, StreamQuery } from "../log.js";
import type { SqliteValue } from "./sqlite-driver.js";

/** A question to the database, with what stands for its question marks. */
export interface ListStatement {
  readonly sql: string;
  readonly parameters: readonly SqliteValue[];
}

type Condition = readonly [sql: string, ...parameters: readonly SqliteValue[]];

/**
 * A page of streams by creation. Each status is read in that order from the index, and what is read is merged: sorting
 * would need all of them first. The index is named, for the planner knows nothing of how many streams there are.
 */
export function listStatement(query: StreamQuery, limit: number): ListStatement {
  const { kind, subject, status, exceptStatus } = query;
  const statuses = status === undefined ? [undefined] : new Set(status);
  const arms = [...statuses].map((each) =>
    selectWhere(indexOf(subject, each), [
      ["kind = ?", kind],
      ...(subject === undefined ? [] : [["subject = ?", subject] as const]),
      ...(each === undefined ? [] : [["status = ?", each] as const]),
      ...(status !== undefined || exceptStatus === undefined ? [] : [["status <> ?", exceptStatus] as const]),
      ...creationBounds(query),
    ]),
  );
  const direction = query.first === "newest" ? "DESC" : "ASC";
  return {
    sql: `${arms.map(({ sql }) => sql).join(" UNION ALL ")} ORDER BY created_at ${direction}, id ${direction} LIMIT ?`,
    parameters: [...arms.flatMap(({ parameters }) => parameters), limit],
  };
}

/** A page of streams that are due and that nobody holds. */
export function dueStatement(
  query: StreamQuery & { readonly dueByMs: number },
  {
    after,
    limit,
    now,
  }: { readonly after: StreamHead | undefined; readonly limit: number; readonly now: number },
): ListStatement {
  const { kind, subject, status, exceptStatus, dueByMs } = query;
  const { sql, parameters } = selectWhere("stream_by_due", [
    ["kind = ?", kind],
    ["due_ms <= ?", dueByMs],
    ...(after === undefined
      ? []
      : [["(due_ms, id) > (?, ?)", after.dueMs ?? null, after.stream.id] as const]),
    ...(subject === undefined ? [] : [["subject = ?", subject] as const]),
    ...(status === undefined
      ? []
      : [[`status IN (${status.map(() => "?").join(", ")})`, ...status] as const]),
    ...(exceptStatus === undefined ? [] : [["status <> ?", exceptStatus] as const]),
    ...creationBounds(query),
    [
      "NOT EXISTS (SELECT 1 FROM claim WHERE claim.kind = stream.kind AND claim.id = stream.id AND until_ms > ?)",
      now,
    ],
  ]);
  return { sql: `${sql} ORDER BY due_ms, id LIMIT ?`, parameters: [...parameters, limit] };
}

function indexOf(subject: string | undefined, status: string | undefined): string {
  if (subject === undefined) return status === undefined ? "stream_by_creation" : "stream_by_status";
  return status === undefined ? "stream_by_subject" : "stream_by_subject_and_status";
}

/** At most one bound from either side, so that the index is entered at the narrower one. */
function creationBounds({ first, after, createdFromMs, createdBeforeMs }: StreamQuery): readonly Condition[] {
  const from: Condition[] = createdFromMs === undefined ? [] : [["created_at >= ?", createdFromMs]];
  const before: Condition[] = createdBeforeMs === undefined ? [] : [["created_at < ?", createdBeforeMs]];
  if (after === undefined) return [...from, ...before];
  if (first === "newest") return [...from, ...upTo(after, createdBeforeMs, before)];
  const isNarrower = createdFromMs === undefined || after.createdAt >= createdFromMs;
  return [...(isNarrower ? [beyond(">", after)] : from), ...before];
}

function upTo(
  after: StreamCursor,
  createdBeforeMs: number | undefined,
  before: readonly Condition[],
): readonly Condition[] {
  const isNarrower = createdBeforeMs === undefined || after.createdAt < createdBeforeMs;
  return isNarrower ? [beyond("<", after)] : before;
}

function beyond(direction: ">" | "<", { createdAt, id }: StreamCursor): Condition {
  return [`(created_at, id) ${direction} (?, ?)`, createdAt, id];
}

function selectWhere(index: string, conditions: readonly Condition[]): ListStatement {
  return {
    sql: `SELECT * FROM stream INDEXED BY ${index} WHERE ${conditions.map(([sql]) => sql).join(" AND ")}`,
    parameters: conditions.flatMap(([, ...parameters]) => parameters),
  };
}
