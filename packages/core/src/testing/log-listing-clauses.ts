import { expect } from "vitest";
import type { Log, StreamHead } from "../log/log.js";
import type { FakeClock } from "./fake-clock.js";
import { appending, idsOf, type LogClause, listed, person, request, stream } from "./log-clause.js";

/** What `list` promises. */
export function addListingClauses(clause: LogClause): void {
  clause("lists streams of a kind by status, subject and creation", async ({ log, clock }) => {
    await writeNotes(log, clock);
    expect(await idsOf(log, {})).toEqual(["1", "2", "3", "4"]);
    expect(await idsOf(log, { first: "newest", limit: 2 })).toEqual(["4", "3"]);
    expect(await idsOf(log, { limit: 0 })).toEqual([]);
    expect(await idsOf(log, { status: [] })).toEqual([]);
    expect(await idsOf(log, { status: ["open"] })).toEqual(["1", "3"]);
    expect(await idsOf(log, { status: ["open", "closed", "open"] })).toEqual(["1", "2", "3"]);
    expect(await idsOf(log, { status: ["closed", "open"], first: "newest", limit: 2 })).toEqual(["3", "2"]);
    expect(await idsOf(log, { subject: "orders", first: "newest" })).toEqual(["4", "2", "1"]);
    expect(await idsOf(log, { status: ["open", "kept"], subject: "orders" })).toEqual(["1", "4"]);
    expect(await idsOf(log, { exceptStatus: "closed" })).toEqual(["1", "3", "4"]);
    expect(await idsOf(log, { exceptStatus: "open", subject: "orders", first: "newest" })).toEqual([
      "4",
      "2",
    ]);
    expect(await idsOf(log, { status: ["open", "kept"], exceptStatus: "open" })).toEqual(["4"]);
  });

  clause("lists what was created in a time", async ({ log, clock }) => {
    const start = clock.now();
    await writeNotes(log, clock);
    const [fromMs, toMs] = [start + 1_000, start + 3_000];
    expect(await idsOf(log, { createdFromMs: fromMs })).toEqual(["2", "3", "4"]);
    expect(await idsOf(log, { createdBeforeMs: toMs, first: "newest" })).toEqual(["3", "2", "1"]);
    const between = { createdFromMs: fromMs, createdBeforeMs: toMs };
    expect(await idsOf(log, between)).toEqual(["2", "3"]);
    expect(await idsOf(log, { ...between, status: ["open", "kept"] })).toEqual(["3"]);
  });

  clause("goes on after a stream, page by page, in both directions", async ({ log, clock }) => {
    for (const id of ["b", "a", "c"]) await log.append({ ...stream, id }, appending(0, id));
    clock.advance(1_000);
    for (const id of ["e", "d"]) {
      await log.append({ ...stream, id }, appending(0, id, { index: { status: "closed", subject: id } }));
    }
    const order = ["a", "b", "c", "d", "e"];
    for (const query of [{}, { exceptStatus: "kept" }, { status: ["open", "closed"] }]) {
      for (const [first, expected] of [
        ["oldest", order],
        ["newest", order.toReversed()],
      ] as const) {
        const seen: string[] = [];
        for (let after: StreamHead | undefined; seen.length < 10; ) {
          const cursor = after && { createdAt: after.createdAt, id: after.stream.id };
          const page = await listed(log, { kind: "note", ...query, first, after: cursor, limit: 2 });
          if (page.length === 0) break;
          seen.push(...page.map(({ stream: { id } }) => id));
          after = page.at(-1);
        }
        expect(seen).toEqual(expected);
      }
    }
  });

  clause("holds a bound and a cursor at once, whichever is narrower", async ({ log, clock }) => {
    const start = clock.now();
    await writeNotes(log, clock);
    const after = { createdAt: start + 1_000, id: "2" };
    expect(await idsOf(log, { after, createdFromMs: start })).toEqual(["3", "4"]);
    expect(await idsOf(log, { after, createdFromMs: start + 3_000 })).toEqual(["4"]);
    expect(await idsOf(log, { after, first: "newest", createdBeforeMs: start + 9_000 })).toEqual(["1"]);
    expect(await idsOf(log, { after, first: "newest", createdBeforeMs: start })).toEqual([]);
  });

  clause("lists more than a page of it, each stream once", async ({ log }) => {
    const ids = Array.from({ length: 1_200 }, (_, index) => String(index).padStart(4, "0"));
    await log.appendAll(
      ids.map((id) => ({
        stream: { ...stream, id },
        ...appending(0, id, { index: { status: "open", subject: "notes", dueMs: 1 } }),
      })),
    );
    expect(await idsOf(log, {})).toEqual(ids);
    expect(await idsOf(log, { exceptStatus: "closed", limit: 1_100 })).toEqual(ids.slice(0, 1_100));
    expect(await idsOf(log, { dueByMs: 1 })).toEqual(ids);
  });

  clause("shows the index of the latest append", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    await log.append(stream, appending(1, "b", { index: { status: "closed", subject: "notes" } }));
    expect(await listed(log, { kind: "note" })).toMatchObject([{ status: "closed", head: { seq: 2 } }]);
    await log.append(stream, appending(2, "c", { index: { status: "closed", subject: "letters" } }));
    expect(await idsOf(log, { subject: "letters" })).toEqual([stream.id]);
  });

  clause(
    "lists what is due, the longest due first, and nothing that a worker holds",
    async ({ log, clock }) => {
      const due = (id: string, dueMs: number | undefined, status = "open") =>
        log.append({ ...stream, id }, appending(0, id, { index: { status, subject: "notes", dueMs } }));
      await due("later", 300);
      await due("sooner", 200, "closed");
      await due("also sooner", 200);
      await due("never", undefined);
      expect(await idsOf(log, { dueByMs: 199 })).toEqual([]);
      expect(await idsOf(log, { dueByMs: 300 })).toEqual(["also sooner", "sooner", "later"]);
      expect(await idsOf(log, { dueByMs: 300, limit: 1 })).toEqual(["also sooner"]);
      expect(await idsOf(log, { dueByMs: 300, status: ["open"] })).toEqual(["also sooner", "later"]);
      expect(await idsOf(log, { dueByMs: 300, exceptStatus: "open" })).toEqual(["sooner"]);

      await log.claim({ ...stream, id: "sooner" }, request);
      const released = await log.claim({ ...stream, id: "later" }, request);
      await log.release(released);
      expect(await idsOf(log, { dueByMs: 300 })).toEqual(["also sooner", "later"]);
      clock.advance(request.leaseMs);
      expect(await idsOf(log, { dueByMs: 300 })).toEqual(["also sooner", "sooner", "later"]);

      await log.expire(
        { ...stream, id: "later" },
        { expectedSeq: 1, actor: person, reason: "Kept long enough." },
      );
      expect(await idsOf(log, { dueByMs: 300 })).toEqual(["also sooner", "sooner"]);
    },
  );

  clause("calls an order of its own for what is due a misuse", async ({ log }) => {
    await expect(idsOf(log, { dueByMs: 1, first: "newest" })).rejects.toThrow(TypeError);
    await expect(idsOf(log, { dueByMs: 1, after: { createdAt: 1, id: "1" } })).rejects.toThrow(TypeError);
  });
}

/** Four notes, a second apart, and a stream of another kind. */
async function writeNotes(log: Log, clock: FakeClock): Promise<void> {
  for (const [id, status, subject] of [
    ["1", "open", "orders"],
    ["2", "closed", "orders"],
    ["3", "open", "quotas"],
    ["4", "kept", "orders"],
  ] as const) {
    await log.append({ ...stream, id }, appending(0, id, { index: { status, subject } }));
    clock.advance(1_000);
  }
  await log.append({ kind: "other", id: "5" }, appending(0, "5"));
}
