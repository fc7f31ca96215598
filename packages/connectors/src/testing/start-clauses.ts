import { describe, expect, test } from "vitest";
import { runLoad } from "../contract/run-load.js";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import type { StartConnectorUnderTest } from "./connector-under-test.js";
import { failureOf, QUICK, requireLoad, requireTrouble, stageLoad } from "./expectations.js";

/** A start happens once, whatever becomes of its answer. */
export function describeStarts(start: StartConnectorUnderTest): void {
  describe("starts", () => {
    test("starts nothing a second time when the answer is lost, and finds what was started", async ({
      skip,
    }) => {
      await using underTest = await start();
      const { connector, trouble } = underTest;
      const { request, since } = await stageLoad(underTest);
      trouble.loseStartReply();
      await failureOf(connector.start(request), "remote.unknown");
      expect(await underTest.startsSeen()).toBe(1);
      skip(!connector.capabilities.find, "capabilities.find is false");
      const found = await connector.find({ request, since });
      if (found.state !== "happened") return expect.fail(`found ${found.state}`);
      expect((await waitForOutcome(connector, found.output, QUICK)).state).toBe("succeeded");
      expect(await underTest.startsSeen()).toBe(1);
    });

    test("finds nothing when a broken start was not carried out", async ({ skip }) => {
      await using underTest = await start();
      const { connector, trouble } = underTest;
      const { request, since } = await stageLoad(underTest);
      trouble.breakStart();
      await failureOf(connector.start(request), "remote.unknown");
      expect(await underTest.startsSeen()).toBe(0);
      skip(!connector.capabilities.find, "capabilities.find is false");
      expect(await connector.find({ request, since })).toEqual({ state: "absent" });
    });

    test("cannot tell which of two starts is meant", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      skip(!connector.capabilities.find, "capabilities.find is false");
      const { request, since } = await stageLoad(underTest);
      skip(request.staged?.reference !== undefined, "what was staged has an id, which tells starts apart");
      await connector.start(request);
      await connector.start(request);
      expect((await connector.find({ request, since })).state).toBe("unknown");
    });

    test("does not take a start of another time for the one that is looked for", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      skip(!connector.capabilities.find, "capabilities.find is false");
      const { request, since: now } = await stageLoad(underTest);
      skip(
        request.staged?.reference !== undefined,
        "what was staged has an id, and can be started only once",
      );
      await connector.start(request);
      const later = { request, since: now + 60_000 };
      const earlier = { request, since: now - 120_000, until: now - 60_000 };
      expect(await connector.find(later)).toEqual({ state: "absent" });
      expect(await connector.find(earlier)).toEqual({ state: "absent" });
    });

    test("never calls a start absent when the rights to see it are gone", async ({ skip }) => {
      await using underTest = await start();
      const { connector, trouble } = underTest;
      skip(!connector.capabilities.find, "capabilities.find is false");
      const loseAccess = requireTrouble(underTest, "loseAccess", skip);
      const { request, since } = await stageLoad(underTest);
      trouble.loseStartReply();
      await failureOf(connector.start(request), "remote.unknown");
      loseAccess();
      expect((await connector.find({ request, since })).state).toBe("unknown");
    });

    test("takes a page in place of an answer to a start as no answer", async ({ skip }) => {
      await using underTest = await start();
      const answerWith = requireTrouble(underTest, "answerWith", skip);
      const { request } = await stageLoad(underTest);
      answerWith("<!DOCTYPE html><title>Maintenance</title>", "text/html");
      const failure = await failureOf(underTest.connector.start(request), "remote.unknown");
      expect(failure.retryable).toBe(false);
    });

    describeRefusals(start);
  });
}

function describeRefusals(start: StartConnectorUnderTest): void {
  test("tells a busy environment, in which nothing was started", async ({ skip }) => {
    await using underTest = await start();
    const refuse = requireTrouble(underTest, "refuseStartAsBusy", skip);
    const { request } = await stageLoad(underTest);
    refuse();
    await failureOf(underTest.connector.start(request), "remote.busy");
    expect(await underTest.startsSeen()).toBe(0);
  });

  test("is patient with a busy environment as long as the policy says", async ({ skip }) => {
    await using underTest = await start();
    const { connector } = underTest;
    const load = requireLoad(underTest, skip);
    const refuse = requireTrouble(underTest, "refuseStartAsBusy", skip);
    const run = { load: load.name, file: load.good };
    refuse();
    const refused = await runLoad(connector, run, { busy: { attempts: 1 }, polling: QUICK });
    expect(refused.outcome.state).toBe("refused-busy");
    expect(await underTest.startsSeen()).toBe(0);
    refuse();
    const taken = await runLoad(connector, run, { busy: { attempts: 2, delayMs: 1 }, polling: QUICK });
    expect(taken.outcome.state).toBe("succeeded");
    expect(await underTest.startsSeen()).toBe(1);
  });

  test("brings a load to its end although the answer to its start is lost", async ({ skip }) => {
    await using underTest = await start();
    const { connector, trouble } = underTest;
    const load = requireLoad(underTest, skip);
    skip(!connector.capabilities.find, "capabilities.find is false");
    trouble.loseStartReply();
    const { outcome } = await runLoad(connector, { load: load.name, file: load.good }, { polling: QUICK });
    expect(outcome.state).toBe("succeeded");
    expect(await underTest.startsSeen()).toBe(1);
  });

  test.for([
    ["in seconds", "7", 7_000],
    ["as a date", new Date(Date.UTC(2999, 0, 1)).toUTCString(), 60_000],
    ["not at all", undefined, undefined],
  ] as const)(
    "tells how long a throttled start should wait, %s",
    async ([, retryAfter, atLeastMs], { skip }) => {
      await using underTest = await start();
      const throttle = requireTrouble(underTest, "throttle", skip);
      const { request } = await stageLoad(underTest);
      throttle(retryAfter);
      const failure = await failureOf(underTest.connector.start(request), "remote.throttled");
      expect(await underTest.startsSeen()).toBe(0);
      if (atLeastMs === undefined) expect(failure.details).toEqual({ retryAfterMs: undefined });
      else expect(Reflect.get(failure.details, "retryAfterMs")).toBeGreaterThanOrEqual(atLeastMs);
    },
  );
}
