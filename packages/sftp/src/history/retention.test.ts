import { readdir, utimes, writeFile } from "node:fs/promises";
import { type FileSite, SpmError } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { executeRetention, type RetentionOutcome } from "./execute-retention.js";
import { findInHistory, type HistoryEntry } from "./find-in-history.js";
import type { LegalHold } from "./legal-hold.js";
import { planRetention, type RetentionPlan, type RetentionRule } from "./plan-retention.js";
import { type KeptFiles, openKeptFiles } from "./testing/kept-files.js";

const day = (date: number) => Date.UTC(2026, 0, date);
const now = day(100);
const folder = "/history/orders/2026-10";
const rules: readonly RetentionRule[] = [{ id: "a-month", feeds: ["orders"], keepDays: 30 }];
const hold: LegalHold = { id: "audit", reason: "the auditors asked", feed: "orders", period: "2026-10" };

let files: KeptFiles;
let first: string;
let second: string;
let newest: string;

beforeEach(async () => {
  files = await openKeptFiles();
  first = await files.keep({ content: "first", receivedAt: day(1) });
  second = await files.keep({ content: "second", receivedAt: day(2) });
  newest = await files.keep({ content: "newest", receivedAt: day(3) });
});

afterEach(async () => files[Symbol.asyncDispose]());

const entries = (feed = "orders") => findInHistory(files.site, { folder: "/history", feed });
const plan = async (more: { holds?: readonly LegalHold[]; rules?: readonly RetentionRule[] } = {}) =>
  planRetention(await entries(), more.rules ?? rules, { holds: more.holds, now });

async function execute(
  planned: RetentionPlan,
  call: { site?: FileSite; holds?: readonly LegalHold[]; verifyDigest?: boolean } = {},
) {
  const { site = files.site, holds = [], verifyDigest } = call;
  const outcomes: [string, RetentionOutcome["outcome"]][] = [];
  const clock = createFakeClock(now);
  for await (const { entry, outcome } of executeRetention(site, planned, { holds, verifyDigest, clock })) {
    outcomes.push([entry.path, outcome]);
  }
  return outcomes;
}

const told = ({ items }: RetentionPlan) =>
  items.map((item) => [item.entry.path, item.verdict, item.verdict === "keep" ? item.because : item.by]);

describe("planRetention", () => {
  test("lets nothing go without a rule for its feed", async () => {
    for (const none of [[], [{ id: "others", feeds: ["accounts"], keepDays: 0 }]]) {
      expect((await plan({ rules: none })).items.map(({ verdict }) => verdict)).toEqual([
        "keep",
        "keep",
        "keep",
      ]);
    }
  });

  test("says of each delivery by which rule it stays or goes", async () => {
    const young = await files.keep({ content: "young", receivedAt: day(80), period: "2026-11" });
    expect(told(await plan())).toEqual([
      [young, "keep", "age"],
      [newest, "keep", "version"],
      [second, "remove", "a-month"],
      [first, "remove", "a-month"],
    ]);
  });

  test("lets the last version go only when the rule says so", async () => {
    expect(told(await plan({ rules: [{ id: "all", keepDays: 30, keepVersions: 0 }] }))).toEqual([
      [newest, "remove", "all"],
      [second, "remove", "all"],
      [first, "remove", "all"],
    ]);
  });

  test("keeps what is under a hold for as long as it is", async () => {
    const held = await plan({ holds: [hold] });
    expect(held.items.map((item) => item.verdict === "keep" && item.because)).toEqual([
      "hold",
      "hold",
      "hold",
    ]);
    const over = await plan({ holds: [{ ...hold, until: now }] });
    expect(over.items.filter(({ verdict }) => verdict === "remove")).toHaveLength(2);
  });

  test("refuses rules and holds that cannot be meant", () => {
    const wrong = () => planRetention([], [{ id: "", keepDays: -1 }], { now });
    expect(wrong).toThrow(SpmError);
    expect(() => planRetention([], rules, { now, holds: [{ ...hold, sha256: "abc" }] })).toThrow(SpmError);
  });

  test("always leaves a version of each feed and period, and names it, for any history", () => {
    const some = fc.record({
      feed: fc.constantFrom("orders", "accounts"),
      period: fc.constantFrom("2026-10", "2026-11"),
      receivedAt: fc.integer({ min: 0, max: now }),
    });
    fc.assert(
      fc.property(fc.array(some), fc.integer({ min: 1, max: 3 }), (seeds, keepVersions) => {
        const history = seeds.map(
          (seed, index): HistoryEntry => ({
            ...seed,
            path: `/history/${index}`,
            sha256Prefix: "00000000",
            candidate: 1,
            sizeBytes: 1,
            modifiedAt: 1,
          }),
        );
        const { items } = planRetention(history, [{ id: "r", keepDays: 0, keepVersions }], { now });
        expect(items).toHaveLength(history.length);
        const kept = new Set(
          items.filter(({ verdict }) => verdict === "keep").map(({ entry }) => entry.path),
        );
        for (const item of items) {
          if (item.verdict === "remove") expect(kept.has(item.survivor?.path ?? "")).toBe(true);
        }
      }),
    );
  });
});

describe("executeRetention", () => {
  test("removes what the plan lets go, and tells it; done again, it finds it gone", async () => {
    const planned = await plan();
    expect(await execute(planned, { verifyDigest: true })).toEqual([
      [second, "removed"],
      [first, "removed"],
    ]);
    expect(await readdir(files.at(folder))).toEqual([newest.slice(folder.length + 1)]);
    expect(await execute(planned)).toEqual([
      [second, "already-gone"],
      [first, "already-gone"],
    ]);
  });

  test("stops when it is left, and continues with the same plan", async () => {
    const planned = await plan();
    for await (const { outcome } of executeRetention(files.site, planned, { holds: [] })) {
      expect(outcome).toBe("removed");
      break;
    }
    expect(await entries()).toHaveLength(2);
    expect(await execute(planned)).toEqual([
      [second, "already-gone"],
      [first, "removed"],
    ]);
  });

  test("keeps what came under a hold since it was planned", async () => {
    expect(await execute(await plan(), { holds: [hold] })).toEqual([
      [second, "kept-held"],
      [first, "kept-held"],
    ]);
    expect(await entries()).toHaveLength(3);
  });

  test("keeps what is not the file of the plan, by size and time, or by its bytes", async () => {
    const planned = await plan();
    const before = await files.site.stat(second);
    await writeFile(files.at(first), "another size");
    await writeFile(files.at(second), "SECOND");
    await utimes(files.at(second), now / 1_000, (before?.modifiedAt ?? 0) / 1_000);
    expect(await execute(planned, { verifyDigest: true })).toEqual([
      [second, "kept-changed"],
      [first, "kept-changed"],
    ]);
  });

  test("keeps the last version there is when the one that was to stay is gone", async () => {
    const planned = await plan();
    await files.site.remove(newest);
    expect(await execute(planned)).toEqual([
      [second, "kept-last"],
      [first, "kept-last"],
    ]);
  });

  test("tells a lost answer as unknown, and lets other failures out", async () => {
    const failing = (error: SpmError): FileSite => ({ ...files.site, remove: () => Promise.reject(error) });
    const lost = new SpmError("remote.unknown", "the answer was lost", { operation: "remove" });
    expect((await execute(await plan(), { site: failing(lost) }))[0]).toEqual([second, "unknown"]);
    const refused = new SpmError("file.refused", "read only", { path: second, reason: "permission" });
    await expect(execute(await plan(), { site: failing(refused) })).rejects.toBe(refused);
  });
});
