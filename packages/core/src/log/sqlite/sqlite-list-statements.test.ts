import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StreamHead, StreamQuery } from "../log.js";
import { openSqliteDriver, type SqliteDriver, toRow } from "./sqlite-driver.js";
import { dueStatement, type ListStatement, listStatement } from "./sqlite-list-statements.js";
import { prepareSchema } from "./sqlite-schema.js";

let folder: string;
let driver: SqliteDriver;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-lists-"));
  const path = join(folder, "log.sqlite");
  driver = await openSqliteDriver(path);
  prepareSchema(driver, path);
});
afterAll(async () => {
  driver.close();
  await rm(folder, { recursive: true });
});

function planOf({ sql, parameters }: ListStatement): readonly string[] {
  const steps = driver.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
  return steps.map((step) => String(toRow(step)["detail"]));
}

const after = { createdAt: 5, id: "5" };
const head: StreamHead = {
  stream: { kind: "run", id: "5" },
  head: { seq: 1, hash: "" },
  status: "open",
  subject: "x",
  dueMs: 5,
  createdAt: 5,
  updatedAt: 5,
};

const SELECTIONS: Readonly<Record<string, readonly [Partial<StreamQuery>, index: string]>> = {
  "of a kind": [{}, "stream_by_creation"],
  "of a kind with many statuses but one": [{ exceptStatus: "expired" }, "stream_by_creation"],
  "of a status": [{ status: ["open"] }, "stream_by_status"],
  "of several statuses": [{ status: ["open", "kept", "closed"] }, "stream_by_status"],
  "of a subject": [{ subject: "nightly-load" }, "stream_by_subject"],
  "of a subject and statuses": [
    { subject: "nightly-load", status: ["open", "closed"] },
    "stream_by_subject_and_status",
  ],
};
const TIMES: Readonly<Record<string, Partial<StreamQuery>>> = {
  "at any time": {},
  "in a time": { createdFromMs: 1, createdBeforeMs: 9 },
  "after a stream": { after },
  "after a stream, in a time": { after, createdFromMs: 1, createdBeforeMs: 9 },
};
const CASES = Object.entries(SELECTIONS).flatMap(([what, [selection, index]]) =>
  Object.entries(TIMES).flatMap(([when, time]) =>
    (["oldest", "newest"] as const).map((first) => ({
      name: `${what}, ${when}, ${first} first`,
      query: { kind: "run", ...selection, ...time, first },
      index,
    })),
  ),
);

describe("listStatement", () => {
  test.each(CASES)("enters its index and sorts nothing: $name", ({ query, index }) => {
    const plan = planOf(listStatement(query, 50));
    const searches = plan.filter((step) => step.startsWith("SEARCH"));
    expect(searches).toHaveLength(query.status?.length ?? 1);
    for (const search of searches) expect(search).toContain(`USING INDEX ${index} (kind=?`);
    expect(plan.filter((step) => /SCAN|TEMP B-TREE/.test(step))).toEqual([]);
  });

  test("enters the index at the narrower of a bound and a cursor", () => {
    const place = (query: Partial<StreamQuery>) =>
      planOf(listStatement({ kind: "run", ...query }, 50)).join();
    expect(place({ after, createdFromMs: 5 })).toContain("(kind=? AND (created_at,id)>(?,?))");
    expect(place({ after, createdFromMs: 6 })).toContain("(kind=? AND created_at>?)");
    expect(place({ after, createdBeforeMs: 6, first: "newest" })).toContain(
      "(kind=? AND (created_at,id)<(?,?))",
    );
    expect(place({ after, createdBeforeMs: 5, first: "newest" })).toContain("(kind=? AND created_at<?)");
  });
});

describe("dueStatement", () => {
  const all = { status: ["open", "kept"], subject: "x", exceptStatus: "expired", createdFromMs: 1 };
  test.each([
    ["all that is due", {}, undefined],
    ["the next page", {}, head],
    ["some of what is due", all, head],
  ] as const)("enters the index of what is due and sorts nothing: %s", (_what, query, last) => {
    const plan = planOf(
      dueStatement({ kind: "run", dueByMs: 9, ...query }, { after: last, limit: 50, now: 5 }),
    );
    expect(plan.filter((step) => /SCAN|TEMP B-TREE/.test(step))).toEqual([]);
    expect(plan[0]).toMatch(/SEARCH stream USING INDEX stream_by_due \(kind=\? AND .*due_ms/);
    expect(plan.filter((step) => step.startsWith("SEARCH claim"))).toHaveLength(1);
  });
});
