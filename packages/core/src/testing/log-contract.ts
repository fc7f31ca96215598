import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../actor.js";
import type { StreamId } from "../log/event.js";
import { verifyChain } from "../log/hash-chain.js";
import type { Log, StreamAppend, StreamChange, StreamHead, StreamQuery } from "../log/log.js";
import { createFakeClock, type FakeClock } from "./fake-clock.js";

/** What a log contract needs: a fresh log on a clock, and the same log opened once more, as another process would. */
export interface LogUnderTest {
  readonly log: Log;
  readonly reopen: () => Promise<Log>;
  readonly close: () => Promise<void>;
}

const person: Actor = { kind: "person", id: "analyst" };
const stream: StreamId = { kind: "note", id: "2026-01" };

/** Registers every promise of the port `Log` as tests. */
export function describeLogContract(name: string, start: (clock: FakeClock) => Promise<LogUnderTest>): void {
  describe(`the log contract: ${name}`, () => {
    let clock: FakeClock;
    let under: LogUnderTest;
    beforeEach(async () => {
      clock = createFakeClock();
      under = await start(clock);
    });
    afterEach(() => under.close());

    describeAppending(
      () => under,
      () => clock,
    );
    describeClaims(
      () => under,
      () => clock,
    );
    describeListing(
      () => under,
      () => clock,
    );
    describeChanges(() => under);
    describeExpiry(() => under);
  });
}

function describeAppending(under: () => LogUnderTest, clock: () => FakeClock): void {
  test("keeps what it has acknowledged, numbered and chained, for another process too", async () => {
    const { log, reopen } = under();
    const first = await log.append(stream, appending(0, "a", "b"));
    clock().advance(1_000);
    const second = await log.append(stream, appending(2, "c"));

    const other = await reopen();
    const events = await other.read(stream);
    await other.close();
    expect(events).toEqual([...first, ...second]);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(events.map(({ at }) => at - (events[0]?.at ?? 0))).toEqual([0, 0, 1_000]);
    expect(verifyChain(stream, events)).toEqual((await log.find(stream))?.head);
  });

  test("reads from a number on", async () => {
    const { log } = under();
    await log.append(stream, appending(0, "a", "b", "c"));
    expect((await log.read(stream, { afterSeq: 2 })).map(({ data }) => data)).toEqual([{ text: "c" }]);
    expect(await log.read({ kind: "note", id: "no such" })).toEqual([]);
    expect(await log.find({ kind: "note", id: "no such" })).toBeUndefined();
  });

  test("refuses a writer who has not seen the latest event, and keeps nothing of the attempt", async () => {
    const { log } = under();
    await log.append(stream, appending(0, "a"));
    await expect(log.append(stream, appending(0, "b", "c"))).rejects.toMatchObject({
      code: "log.conflict",
      details: { expectedSeq: 0, actualSeq: 1 },
    });
    expect(await log.read(stream)).toHaveLength(1);
  });

  test("lets exactly one of two writers append after the same event", async () => {
    const { log, reopen } = under();
    const other = await reopen();
    const outcomes = await Promise.allSettled([
      log.append(stream, appending(0, "one")),
      other.append(stream, appending(0, "two")),
    ]);
    await other.close();
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await log.read(stream)).toHaveLength(1);
  });

  test("keeps text of every script and control characters as they were", async () => {
    const { log } = under();
    const text = 'Zoë \u0000 \u{1F4B6} \u2028 "quoted" \\ e\u0301';
    await log.append(stream, appending(0, text));
    expect((await log.read(stream))[0]?.data).toEqual({ text });
    expect(() => verifyChain(stream, [])).not.toThrow();
  });
}

function describeClaims(under: () => LogUnderTest, clock: () => FakeClock): void {
  const request = { worker: "worker one", leaseMs: 10_000 };

  test("gives a stream to one worker at a time, with an epoch that rises", async () => {
    const { log } = under();
    await log.append(stream, appending(0, "a"));
    const first = await log.claim(stream, request);
    await expect(log.claim(stream, { ...request, worker: "worker two" })).rejects.toMatchObject({
      code: "claim.held",
      message: expect.stringContaining("worker one"),
    });
    await log.release(first);
    const second = await log.claim(stream, { ...request, worker: "worker two" });
    expect([first.epoch, second.epoch]).toEqual([1, 2]);
  });

  test("lets a claim pass on when its time is over, and refuses every write of the stale worker", async () => {
    const { log } = under();
    await log.append(stream, appending(0, "a"));
    const stale = await log.claim(stream, request);
    clock().advance(10_001);
    const next = await log.claim(stream, { ...request, worker: "worker two" });
    await expect(log.append(stream, appending(1, "late", { claim: stale }))).rejects.toMatchObject({
      code: "claim.lost",
    });
    await expect(log.renew(stale, 10_000)).rejects.toMatchObject({ code: "claim.lost" });
    await log.release(stale);
    const [kept] = await log.append(stream, appending(1, "mine", { claim: next }));
    expect(kept?.epoch).toBe(2);
    expect(await log.read(stream)).toHaveLength(2);
  });

  test("refuses a write under a claim that has ended, though nobody else has taken it", async () => {
    const { log } = under();
    await log.append(stream, appending(0, "a"));
    const claim = await log.claim(stream, request);
    clock().advance(10_000);
    await expect(log.append(stream, appending(1, "b", { claim }))).rejects.toMatchObject({
      code: "claim.lost",
    });
  });

  test("prolongs a claim that is renewed in time", async () => {
    const { log } = under();
    await log.append(stream, appending(0, "a"));
    const claim = await log.claim(stream, request);
    clock().advance(9_000);
    const renewed = await log.renew(claim, 10_000);
    clock().advance(9_000);
    await expect(log.append(stream, appending(1, "b", { claim: renewed }))).resolves.toHaveLength(1);
  });

  test("has nothing to claim where there is no stream", async () => {
    await expect(under().log.claim(stream, request)).rejects.toMatchObject({ code: "run.unknown" });
  });

  test("lets a person write while a worker holds the claim", async () => {
    const { log } = under();
    await log.append(stream, appending(0, "a"));
    await log.claim(stream, request);
    const [event] = await log.append(stream, appending(1, "a decision"));
    expect(event?.epoch).toBe(0);
  });
}

function describeListing(under: () => LogUnderTest, clock: () => FakeClock): void {
  test("lists streams of a kind by status, subject and creation", async () => {
    const { log } = under();
    for (const [id, status, subject] of [
      ["1", "open", "orders"],
      ["2", "closed", "orders"],
      ["3", "open", "quotas"],
    ] as const) {
      await log.append({ kind: "note", id }, { ...appending(0, id), index: { status, subject } });
      clock().advance(1_000);
    }
    await log.append({ kind: "other", id: "4" }, appending(0, "4"));
    const ids = async (query: Omit<StreamQuery, "kind">) =>
      (await listed(log, { kind: "note", ...query })).map(({ stream: { id } }) => id);

    expect(await ids({})).toEqual(["1", "2", "3"]);
    expect(await ids({ first: "newest", limit: 2 })).toEqual(["3", "2"]);
    expect(await ids({ status: ["open"] })).toEqual(["1", "3"]);
    expect(await ids({ status: ["open", "closed"], subject: "orders" })).toEqual(["1", "2"]);
  });

  test("shows the index of the latest append", async () => {
    const { log } = under();
    await log.append(stream, appending(0, "a"));
    await log.append(stream, { ...appending(1, "b"), index: { status: "closed", subject: "notes" } });
    expect(await listed(log, { kind: "note" })).toMatchObject([{ status: "closed", head: { seq: 2 } }]);
  });
}

function describeChanges(under: () => LogUnderTest): void {
  test("tells each stream that has changed once, in the order of its latest event, from a position on", async () => {
    const { log } = under();
    const append = (kind: string, id: string, expectedSeq: number) =>
      log.append({ kind, id }, appending(expectedSeq, "x", "y"));
    for (const [kind, id] of [
      ["note", "1"],
      ["other", "2"],
      ["note", "3"],
    ] as const)
      await append(kind, id, 0);
    await append("note", "1", 2);
    const seen = await changed(log);
    expect(seen.map(({ stream: { id }, head: { seq } }) => [id, seq])).toEqual([
      ["2", 2],
      ["3", 2],
      ["1", 4],
    ]);
    expect(seen.map(({ position }) => position).toSorted((a, b) => a - b)).toEqual(
      seen.map(({ position }) => position),
    );
    expect(seen[2]).toMatchObject((await log.find({ kind: "note", id: "1" })) ?? {});

    const [first, second, last] = seen;
    expect(await changed(log, { limit: 1 })).toEqual([first]);
    expect(await changed(log, { afterPosition: first?.position })).toEqual([second, last]);
    expect(await changed(log, { afterPosition: last?.position })).toEqual([]);
    await append("other", "2", 2);
    expect((await changed(log, { afterPosition: last?.position })).map(({ stream: { id } }) => id)).toEqual([
      "2",
    ]);
  });
}

function describeExpiry(under: () => LogUnderTest): void {
  const expiry = { expectedSeq: 2, actor: person, reason: "Kept long enough." };

  test("lets the data of a stream go, for another process too, with a tombstone and the chain in place", async () => {
    const { log, reopen } = under();
    const kept = await log.append(stream, appending(0, "a", "b"));
    const tombstone = await log.expire(stream, expiry);
    expect(tombstone).toMatchObject({ seq: 3, actor: person, data: { throughSeq: 2, status: "open" } });
    const other = await reopen();
    const events = await other.read(stream);
    expect(events).toEqual([...kept.map(({ data: _, ...rest }) => ({ ...rest, expiredBy: 3 })), tombstone]);
    expect(verifyChain(stream, events)).toEqual((await other.find(stream))?.head);
    expect(await other.find(stream)).toMatchObject({ status: "expired", subject: "notes" });
    expect(await listed(other, { kind: "note", exceptStatus: "expired" })).toEqual([]);
    await other.close();
  });

  test("lets nothing go of a stream that has changed, or is not there, or is being moved", async () => {
    const { log } = under();
    await expect(log.expire(stream, expiry)).rejects.toMatchObject({ code: "log.conflict" });
    await log.append(stream, appending(0, "a", "b", "c"));
    await expect(log.expire(stream, expiry)).rejects.toMatchObject({
      code: "log.conflict",
      details: { expectedSeq: 2, actualSeq: 3 },
    });
    await log.claim(stream, { worker: "worker one", leaseMs: 10_000 });
    await expect(log.expire(stream, { ...expiry, expectedSeq: 3 })).rejects.toMatchObject({
      code: "claim.held",
    });
    expect((await log.read(stream)).map(({ data }) => data)).toEqual([
      { text: "a" },
      { text: "b" },
      { text: "c" },
    ]);
  });
}

function appending(
  expectedSeq: number,
  ...texts: readonly (string | Pick<StreamAppend, "claim">)[]
): StreamAppend {
  const claim = texts.find((text) => typeof text !== "string")?.claim;
  const events = texts
    .filter((text) => typeof text === "string")
    .map((text) => ({ type: "note.written", actor: person, data: { text } }));
  return { events, expectedSeq, claim, index: { status: "open", subject: "notes" } };
}

async function changed(log: Log, range?: Parameters<Log["changes"]>[0]): Promise<readonly StreamChange[]> {
  const changes: StreamChange[] = [];
  for await (const change of log.changes(range)) changes.push(change);
  return changes;
}

async function listed(log: Log, query: StreamQuery): Promise<readonly StreamHead[]> {
  const heads: StreamHead[] = [];
  for await (const head of log.list(query)) heads.push(head);
  return heads;
}
