import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHandClock, type HandClock } from "../hand-clock-fixture.js";
import type { Claim } from "./claim.js";
import { holdClaim } from "./held-claim.js";
import type { Log } from "./log.js";
import { openSqliteLog } from "./sqlite/sqlite-log.js";

const stream = { kind: "note", id: "1" };
const never = new AbortController().signal;
const leaseMs = 30_000;

let log: Log;
let claim: Claim;
let clock: HandClock;
beforeEach(async () => {
  clock = createHandClock();
  log = await openSqliteLog({ path: ":memory:", clock });
  const event = { type: "written", actor: { kind: "service", id: "test" }, data: null } as const;
  await log.append(stream, { events: [event], expectedSeq: 0, index: { status: "open", subject: "x" } });
  claim = await log.claim(stream, { worker: "one", leaseMs });
});
afterEach(() => log.close());

const claimByAnother = () => log.claim(stream, { worker: "two", leaseMs });

describe("holdClaim", () => {
  test("keeps a claim for as long as it is held, by renewing it three times a lease", async () => {
    const held = holdClaim(log, claim, { leaseMs, clock, signal: never });
    for (let renewals = 0; renewals < 12; renewals += 1) await clock.pass(leaseMs / 3);
    expect(held.signal.aborted).toBe(false);
    await expect(claimByAnother()).rejects.toMatchObject({
      code: "claim.held",
      details: { untilMs: 150_000 },
    });
    await held.letGo();
  });

  test("gives the claim back when it is let go, and waits for nothing more", async () => {
    const held = holdClaim(log, claim, { leaseMs, clock, signal: never });
    await held.letGo();
    expect(clock.waits.size).toBe(0);
    expect(await claimByAnother()).toMatchObject({ epoch: 2 });
    expect(held.signal.aborted).toBe(false);
  });

  test("aborts with the reason when the claim has passed to another worker, and leaves theirs alone", async () => {
    const held = holdClaim(log, claim, { leaseMs, clock, signal: never });
    await log.release(claim);
    const theirs = await claimByAnother();
    await clock.pass(leaseMs / 3);
    expect(held.signal.reason).toMatchObject({ code: "claim.lost" });
    await held.letGo();
    await expect(log.renew(theirs, leaseMs)).resolves.toMatchObject({ token: theirs.token });
  });

  test("takes any failure to renew for the loss of authority", async () => {
    const failure = new RangeError("the disk is gone");
    const failing: Log = { ...log, renew: () => Promise.reject(failure) };
    const held = holdClaim(failing, claim, { leaseMs, clock, signal: never });
    await clock.pass(leaseMs / 3);
    expect(held.signal.reason).toBe(failure);
    await held.letGo();
  });

  test("aborts with the caller's own reason, and still gives the claim back", async () => {
    const stopping = new AbortController();
    const held = holdClaim(log, claim, { leaseMs, clock, signal: stopping.signal });
    stopping.abort("the service stops");
    expect(held.signal.reason).toBe("the service stops");
    await held.letGo();
    expect(await claimByAnother()).toMatchObject({ epoch: 2 });
  });
});
