import { expect } from "vitest";
import { verifyChain } from "../log/hash-chain.js";
import { appending, type LogClause, stream } from "./log-clause.js";

/** What `append`, `read` and `find` promise. */
export function addAppendClauses(clause: LogClause): void {
  clause(
    "keeps what it has acknowledged, numbered and chained, for another process too",
    async ({ log, reopen, clock }) => {
      const first = await log.append(stream, appending(0, ["a", "b"]));
      clock.advance(1_000);
      const second = await log.append(stream, appending(2, "c"));

      const other = await reopen();
      const events = await other.read(stream);
      await other.close();
      expect(events).toEqual([...first, ...second]);
      expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(events.map(({ at }) => at - (events[0]?.at ?? 0))).toEqual([0, 0, 1_000]);
      expect(verifyChain(stream, events)).toEqual((await log.find(stream))?.head);
    },
  );

  clause("reads from a number on", async ({ log }) => {
    await log.append(stream, appending(0, ["a", "b", "c"]));
    expect((await log.read(stream, { afterSeq: 2 })).map(({ data }) => data)).toEqual([{ text: "c" }]);
    expect(await log.read({ kind: "note", id: "no such" })).toEqual([]);
    expect(await log.find({ kind: "note", id: "no such" })).toBeUndefined();
  });

  clause(
    "refuses a writer who has not seen the latest event, and keeps nothing of the attempt",
    async ({ log }) => {
      await log.append(stream, appending(0, "a"));
      await expect(log.append(stream, appending(0, ["b", "c"]))).rejects.toMatchObject({
        code: "log.conflict",
        details: { expectedSeq: 0, actualSeq: 1 },
      });
      expect(await log.read(stream)).toHaveLength(1);
    },
  );

  clause("lets exactly one of two writers append after the same event", async ({ log, reopen }) => {
    const other = await reopen();
    const outcomes = await Promise.allSettled([
      log.append(stream, appending(0, "one")),
      other.append(stream, appending(0, "two")),
    ]);
    await other.close();
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await log.read(stream)).toHaveLength(1);
  });

  clause(
    "keeps the order of writes that are asked for at once, and refuses the one that does not fit alone",
    async ({ log, reopen }) => {
      const outcomes = await Promise.allSettled([
        log.append(stream, appending(0, "a")),
        log.append(stream, appending(0, "too late")),
        log.append({ kind: "note", id: "another" }, appending(0, "b")),
        log.append(stream, appending(1, "c")),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual([
        "fulfilled",
        "rejected",
        "fulfilled",
        "fulfilled",
      ]);
      expect(outcomes[1]).toMatchObject({ reason: { code: "log.conflict" } });
      const other = await reopen();
      expect((await other.read(stream)).map(({ data }) => data)).toEqual([{ text: "a" }, { text: "c" }]);
      expect(await other.read({ kind: "note", id: "another" })).toHaveLength(1);
      await other.close();
    },
  );

  clause("keeps what was asked for before it is closed", async ({ log, reopen }) => {
    const kept = log.append(stream, appending(0, "a"));
    await log.close();
    await kept;
    const other = await reopen();
    expect(await other.read(stream)).toHaveLength(1);
    await other.close();
  });

  clause("keeps text of every script and control characters as they were", async ({ log }) => {
    const text = 'Zoë \u0000 \u{1F4B6} \u2028 "quoted" \\ e\u0301';
    await log.append(stream, appending(0, text));
    const events = await log.read(stream);
    expect(events[0]?.data).toEqual({ text });
    expect(() => verifyChain(stream, events)).not.toThrow();
  });

  clause("shows until when a stream is due, and no longer once it is not", async ({ log }) => {
    const index = { status: "open", subject: "notes" };
    await log.append(stream, appending(0, "a", { index: { ...index, dueMs: 5 } }));
    expect(await log.find(stream)).toMatchObject({ ...index, dueMs: 5 });
    await log.append(stream, appending(1, "b", { index: { ...index, dueMs: 7 } }));
    expect((await log.find(stream))?.dueMs).toBe(7);
    await log.append(stream, appending(2, "c", { index }));
    expect((await log.find(stream))?.dueMs).toBeUndefined();
  });

  clause("calls a write without events a misuse", async ({ log }) => {
    await expect(log.append(stream, appending(0, []))).rejects.toThrow(TypeError);
    expect(await log.find(stream)).toBeUndefined();
  });
}
