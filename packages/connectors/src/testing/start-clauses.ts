import { describe, expect, test } from "vitest";
import { runLoad } from "../contract/run-load.js";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import type { ConnectorUnderTest, StartConnectorUnderTest } from "./connector-under-test.js";
import { failureOf, loadRequest, QUICK } from "./expectations.js";

/** A start happens once, whatever becomes of its answer. */
export function describeStarts(start: StartConnectorUnderTest): void {
  describe("starts", () => {
    test("starts nothing a second time when the answer is lost, and finds what was started", async ({
      skip,
    }) => {
      await using underTest = await start();
      const { connector, trouble } = underTest;
      const since = await stageNow(underTest);
      trouble.loseStartReply();
      await failureOf(connector.start(loadRequest(underTest)), "remote.unknown");
      expect(await underTest.startsSeen()).toBe(1);
      skip(!connector.capabilities.find, "capabilities.find is false");
      const found = await connector.find({ request: loadRequest(underTest), since });
      if (found.state !== "happened") return expect.fail(`found ${found.state}`);
      expect((await waitForOutcome(connector, found.output, QUICK)).state).toBe("succeeded");
      expect(await underTest.startsSeen()).toBe(1);
    });

    test("finds nothing when a broken start was not carried out", async ({ skip }) => {
      await using underTest = await start();
      const { connector, trouble } = underTest;
      const since = await stageNow(underTest);
      trouble.breakStart();
      await failureOf(connector.start(loadRequest(underTest)), "remote.unknown");
      expect(await underTest.startsSeen()).toBe(0);
      skip(!connector.capabilities.find, "capabilities.find is false");
      expect(await connector.find({ request: loadRequest(underTest), since })).toEqual({ state: "absent" });
    });

    test("cannot tell which of two starts is meant", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      skip(!connector.capabilities.find, "capabilities.find is false");
      const since = await stageNow(underTest);
      await connector.start(loadRequest(underTest));
      await connector.start(loadRequest(underTest));
      expect((await connector.find({ request: loadRequest(underTest), since })).state).toBe("unknown");
    });

    test("does not take a start of another time for the one that is looked for", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      skip(!connector.capabilities.find, "capabilities.find is false");
      const now = await stageNow(underTest);
      await connector.start(loadRequest(underTest));
      const later = { request: loadRequest(underTest), since: now + 60_000 };
      const earlier = { request: loadRequest(underTest), since: now - 120_000, until: now - 60_000 };
      expect(await connector.find(later)).toEqual({ state: "absent" });
      expect(await connector.find(earlier)).toEqual({ state: "absent" });
    });

    test("never calls a start absent when the rights to see it are gone", async ({ skip }) => {
      await using underTest = await start();
      const { connector, trouble } = underTest;
      skip(!connector.capabilities.find, "capabilities.find is false");
      const since = await stageNow(underTest);
      trouble.loseStartReply();
      await failureOf(connector.start(loadRequest(underTest)), "remote.unknown");
      trouble.loseAccess();
      expect((await connector.find({ request: loadRequest(underTest), since })).state).toBe("unknown");
    });

    test("takes a page in place of an answer to a start as no answer", async () => {
      await using underTest = await start();
      await stageNow(underTest);
      underTest.trouble.answerWith("<!DOCTYPE html><title>Maintenance</title>", "text/html");
      const failure = await failureOf(underTest.connector.start(loadRequest(underTest)), "remote.unknown");
      expect(failure.retryable).toBe(false);
    });

    describeRefusals(start);
  });
}

function describeRefusals(start: StartConnectorUnderTest): void {
  test("tells a busy environment, in which nothing was started", async () => {
    await using underTest = await start();
    await stageNow(underTest);
    underTest.trouble.refuseStartAsBusy();
    await failureOf(underTest.connector.start(loadRequest(underTest)), "remote.busy");
    expect(await underTest.startsSeen()).toBe(0);
  });

  test("is patient with a busy environment as long as the policy says", async () => {
    await using underTest = await start();
    const { connector, load, trouble } = underTest;
    const run = { load: load.name, file: load.good };
    trouble.refuseStartAsBusy();
    const refused = await runLoad(connector, run, { busy: { attempts: 1 }, polling: QUICK });
    expect(refused.outcome.state).toBe("refused-busy");
    expect(await underTest.startsSeen()).toBe(0);
    trouble.refuseStartAsBusy();
    const taken = await runLoad(connector, run, { busy: { attempts: 2, delayMs: 1 }, polling: QUICK });
    expect(taken.outcome.state).toBe("succeeded");
    expect(await underTest.startsSeen()).toBe(1);
  });

  test("brings a load to its end although the answer to its start is lost", async ({ skip }) => {
    await using underTest = await start();
    const { connector, load, trouble } = underTest;
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
  ] as const)("tells how long a throttled start should wait, %s", async ([, retryAfter, atLeastMs]) => {
    await using underTest = await start();
    await stageNow(underTest);
    underTest.trouble.throttle(retryAfter);
    const failure = await failureOf(underTest.connector.start(loadRequest(underTest)), "remote.throttled");
    expect(await underTest.startsSeen()).toBe(0);
    if (atLeastMs === undefined) expect(failure.details).toEqual({ retryAfterMs: undefined });
    else expect(Reflect.get(failure.details, "retryAfterMs")).toBeGreaterThanOrEqual(atLeastMs);
  });
}

/** Stages the good file, which also logs in and resolves names; returns the time before the start. */
async function stageNow({ connector, load, now }: ConnectorUnderTest): Promise<number> {
  await connector.stage(load.name, load.good);
  return now();
}
