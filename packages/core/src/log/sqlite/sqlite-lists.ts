import type { StreamHead, StreamQuery } from "../log.js";
import { toStreamHead } from "../stored-row.js";
import { type SqliteDriver, type SqliteStatement, toRow } from "./sqlite-driver.js";
import { dueStatement, type ListStatement, listStatement } from "./sqlite-list-statements.js";

/** Lists of streams. A page is read through an index: what it costs does not depend on how many streams there are. */
export interface SqliteLists {
  /** The next page of a query, after the last stream of the page before. */
  page(
    query: StreamQuery,
    place: { readonly after: StreamHead | undefined; readonly limit: number; readonly now: number },
  ): readonly StreamHead[];
}

/** A kind with more statuses than this is walked through by creation where one of them is left out. */
const MOST_STATUSES = 64;

export function createSqliteLists(driver: SqliteDriver): SqliteLists {
  const firstStatus = driver.prepare("SELECT min(status) AS status FROM stream WHERE kind = ?");
  const nextStatus = driver.prepare("SELECT min(status) AS status FROM stream WHERE kind = ? AND status > ?");
  const prepared = new Map<string, SqliteStatement>();

  const select = ({ sql, parameters }: ListStatement): readonly StreamHead[] => {
    const statement = prepared.get(sql) ?? driver.prepare(sql);
    prepared.set(sql, statement);
    return statement.all(...parameters).map((row) => toStreamHead(toRow(row)));
  };

  /** The statuses that occur: each is found by one look into the index. */
  const statusesOf = (kind: string): readonly string[] => {
    const statuses: string[] = [];
    for (let found = firstStatus.get(kind); statuses.length <= MOST_STATUSES; ) {
      const status = toRow(found)["status"];
      if (typeof status !== "string") break;
      statuses.push(status);
      found = nextStatus.get(kind, status);
    }
    return statuses;
  };

  const byCreation = (query: StreamQuery, limit: number): readonly StreamHead[] => {
    const { kind, status, exceptStatus } = query;
    if (exceptStatus === undefined && status === undefined) return select(listStatement(query, limit));
    const statuses = status ?? statusesOf(kind);
    if (status === undefined && statuses.length > MOST_STATUSES) return select(listStatement(query, limit));
    const wanted = statuses.filter((each) => each !== exceptStatus);
    return wanted.length === 0 ? [] : select(listStatement({ ...query, status: wanted }, limit));
  };

  return {
    page(query, { after, limit, now }) {
      const { dueByMs } = query;
      if (dueByMs !== undefined) return select(dueStatement({ ...query, dueByMs }, { after, limit, now }));
      const cursor = after === undefined ? query.after : { createdAt: after.createdAt, id: after.stream.id };
      // One look at the log: a stream whose status changes between two of them would be overlooked.
      driver.exec("BEGIN");
      try {
        return byCreation({ ...query, after: cursor }, limit);
      } finally {
        driver.exec("COMMIT");
      }
    },
  };
}
