import { expect } from "vitest";
import { verifyChain } from "../log/hash-chain.js";
import { appending, type LogClause, request, stream } from "./log-clause.js";

const other = { kind: "letter", id: "1" };

/** What `appendAll` and `appendClaiming` promise. */
export function addSeveralStreamsClauses(clause: LogClause): void {
  clause("appends to several streams in one write, and tells each part", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    const parts = await log.appendAll([
      { stream: other, ...appending(0, ["x", "y"]) },
      { stream, ...appending(1, "b") },
    ]);
    expect(parts.map((events) => events.map(({ data }) => data))).toEqual([
      [{ text: "x" }, { text: "y" }],
      [{ text: "b" }],
    ]);
    expect(await log.read(other)).toEqual(parts[0]);
    expect((await log.read(stream)).slice(1)).toEqual(parts[1]);
  });

  clause("keeps no part when one of them does not fit", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    await expect(
      log.appendAll([
        { stream: other, ...appending(0, "x") },
        { stream, ...appending(0, "b") },
      ]),
    ).rejects.toMatchObject({ code: "log.conflict", details: { actualSeq: 1 } });
    expect(await log.find(other)).toBeUndefined();
    expect(await log.read(stream)).toHaveLength(1);
  });

  clause("takes the same stream twice, each part after the one before", async ({ log }) => {
    await log.appendAll([
      { stream, ...appending(0, "a") },
      { stream, ...appending(1, "b", { index: { status: "closed", subject: "notes" } }) },
    ]);
    const events = await log.read(stream);
    expect(events.map(({ data }) => data)).toEqual([{ text: "a" }, { text: "b" }]);
    expect(await log.find(stream)).toMatchObject({ status: "closed", head: verifyChain(stream, events) });
  });

  clause("writes parts under claims, and gives back those that it is told to", async ({ log }) => {
    await log.appendAll([
      { stream, ...appending(0, "a") },
      { stream: other, ...appending(0, "x") },
    ]);
    const [first, second] = [await log.claim(stream, request), await log.claim(other, request)];
    await log.appendAll([
      { stream, ...appending(1, "b", { claim: first, release: true }) },
      { stream: other, ...appending(1, "y", { claim: second }) },
    ]);
    await expect(log.claim(other, request)).rejects.toMatchObject({ code: "claim.held" });
    expect((await log.claim(stream, request)).epoch).toBe(2);
  });

  clause("begins a stream under a claim, in one write", async ({ log }) => {
    const { claim, events } = await log.appendClaiming(stream, appending(0, ["a", "b"]), request);
    expect(events.map(({ epoch }) => epoch)).toEqual([1, 1]);
    expect(await log.read(stream)).toEqual(events);
    await expect(log.claim(stream, request)).rejects.toMatchObject({ code: "claim.held" });
    const [next] = await log.append(stream, appending(2, "c", { claim }));
    expect(next?.epoch).toBe(1);
  });

  clause("appends nothing to a stream that another worker holds, when asked to claim it", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    await log.claim(stream, request);
    await expect(
      log.appendClaiming(stream, appending(1, "b"), { ...request, worker: "worker two" }),
    ).rejects.toMatchObject({ code: "claim.held" });
    expect(await log.read(stream)).toHaveLength(1);
  });

  clause("claims nothing when the events do not fit", async ({ log }) => {
    await log.append(stream, appending(0, "a"));
    await expect(log.appendClaiming(stream, appending(0, "b"), request)).rejects.toMatchObject({
      code: "log.conflict",
    });
    expect((await log.claim(stream, { ...request, worker: "worker two" })).epoch).toBe(1);
  });
}
