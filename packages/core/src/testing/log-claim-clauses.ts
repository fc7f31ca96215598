import { expect } from "vitest";
import { appending, type LogClause, request, stream } from "./log-clause.js";

const second = { ...request, worker: "worker two" };

/** What `claim`, `renew` and `release` promise, and what a claim gives the right to. */
export function addClaimClauses(clause: LogClause): void {
  clause("gives a stream to one worker at a time, with an epoch that rises", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    const first = await log.claim(stream, request);
    await expect(log.claim(stream, second)).rejects.toMatchObject({
      code: "claim.held",
      message: expect.stringContaining("worker one"),
    });
    await log.release(first);
    expect([first.epoch, (await log.claim(stream, second)).epoch]).toEqual([1, 2]);
  });

  clause(
    "lets a claim pass on when its time is over, and refuses every write of the stale worker",
    async ({ log, clock }) => {
      await log.append(stream, appending(0, "a"));
      const stale = await log.claim(stream, request);
      clock.advance(10_001);
      const next = await log.claim(stream, second);
      for (const release of [false, true]) {
        await expect(
          log.append(stream, appending(1, "late", { claim: stale, release })),
        ).rejects.toMatchObject({ code: "claim.lost" });
      }
      await expect(log.renew(stale, 10_000)).rejects.toMatchObject({ code: "claim.lost" });
      await log.release(stale);
      const [kept] = await log.append(stream, appending(1, "mine", { claim: next }));
      expect(kept?.epoch).toBe(2);
      expect(await log.read(stream)).toHaveLength(2);
    },
  );

  clause(
    "refuses a write under a claim that has ended, though nobody else has taken it",
    async ({ log, clock }) => {
      await log.append(stream, appending(0, "a"));
      const claim = await log.claim(stream, request);
      clock.advance(10_000);
      await expect(log.append(stream, appending(1, "b", { claim }))).rejects.toMatchObject({
        code: "claim.lost",
      });
    },
  );

  clause("prolongs a claim that is renewed in time", async ({ log, clock }) => {
    await log.append(stream, appending(0, "a"));
    const claim = await log.claim(stream, request);
    clock.advance(9_000);
    const renewed = await log.renew(claim, 10_000);
    clock.advance(9_000);
    await expect(log.append(stream, appending(1, "b", { claim: renewed }))).resolves.toHaveLength(1);
  });

  clause("gives a claim back in the write that needed it last", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    const claim = await log.claim(stream, request);
    const [last] = await log.append(stream, appending(1, "b", { claim, release: true }));
    expect(last?.epoch).toBe(1);
    await expect(log.append(stream, appending(2, "c", { claim }))).rejects.toMatchObject({
      code: "claim.lost",
    });
    expect((await log.claim(stream, second)).epoch).toBe(2);
  });

  clause("keeps a claim whose last write was refused", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    const claim = await log.claim(stream, request);
    await expect(log.append(stream, appending(0, "b", { claim, release: true }))).rejects.toMatchObject({
      code: "log.conflict",
    });
    await expect(log.append(stream, appending(1, "b", { claim }))).resolves.toHaveLength(1);
  });

  clause("calls a release without a claim a misuse", async ({ log }) => {
    await expect(log.append(stream, appending(0, "a", { release: true }))).rejects.toThrow(TypeError);
    expect(await log.find(stream)).toBeUndefined();
  });

  clause("lets one of two workers claim that ask at once", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    const outcomes = await Promise.allSettled([log.claim(stream, request), log.claim(stream, second)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  clause("has nothing to claim where there is no stream", async ({ log }) => {
    await expect(log.claim(stream, request)).rejects.toMatchObject({ code: "run.unknown" });
  });

  clause("lets a person write while a worker holds the claim", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    await log.claim(stream, request);
    const [event] = await log.append(stream, appending(1, "a decision"));
    expect(event?.epoch).toBe(0);
  });
}
