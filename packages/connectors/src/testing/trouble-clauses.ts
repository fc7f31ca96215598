import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import type { StartConnectorUnderTest } from "./connector-under-test.js";
import { failureOf, loadFile, QUICK, requireLoad, requireTrouble, stageLoad } from "./expectations.js";

/** What is between us and the vendor, and the vendor on a bad day. */
export function describeTrouble(start: StartConnectorUnderTest): void {
  describe("trouble", () => {
    test("logs in again, once, when a token is refused", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      const expireTokens = requireTrouble(underTest, "expireTokens", skip);
      const { request } = await stageLoad(underTest);
      expireTokens();
      const handle = await connector.start(request);
      expireTokens();
      expect((await waitForOutcome(connector, handle, QUICK)).state).toBe("succeeded");
      expect(await underTest.startsSeen()).toBe(1);
    });

    test.for([
      ["a page", "<!DOCTYPE html><title>Down</title>", "text/html"],
      ["nothing", "", "application/json"],
      ["JSON of another vendor", '{"jobs":[]}', "application/json"],
      ["JSON that is no object", '"ok"', "application/json"],
    ] as const)(
      "cannot read %s for an answer, and goes on waiting",
      async ([, body, contentType], { skip }) => {
        await using underTest = await start();
        const { connector } = underTest;
        const answerWith = requireTrouble(underTest, "answerWith", skip);
        const { handle } = await loadFile(underTest);
        answerWith(body, contentType);
        await failureOf(connector.poll(handle), "remote.malformed");
        answerWith(body, contentType);
        expect((await waitForOutcome(connector, handle, QUICK)).state).toBe("succeeded");
      },
    );

    test("does not take half an answer for one, and goes on waiting", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      const cutAnswer = requireTrouble(underTest, "cutAnswer", skip);
      const { handle } = await loadFile(underTest);
      cutAnswer();
      await failureOf(connector.poll(handle), "remote.unavailable");
      cutAnswer();
      expect((await waitForOutcome(connector, handle, QUICK)).state).toBe("succeeded");
    });

    test("stages a file although an answer is cut", async ({ skip }) => {
      await using underTest = await start();
      requireLoad(underTest, skip);
      requireTrouble(underTest, "cutAnswer", skip)();
      expect((await loadFile(underTest)).outcome.state).toBe("succeeded");
    });

    describeAborts(start);
    describeSecrets(start);
    describeAvailability(start);
  });
}

function describeAborts(start: StartConnectorUnderTest): void {
  test("rejects with the signal's own reason, before and while it waits for an answer", async () => {
    await using underTest = await start();
    const { connector, load, trouble } = underTest;
    const reason = { stop: "the service ends" };
    const aborted = AbortSignal.abort(reason);
    if (load !== undefined)
      await expect(connector.stage(load.name, load.good, { signal: aborted })).rejects.toBe(reason);
    await expect(connector.checkAvailability({ signal: aborted })).rejects.toBe(reason);
    const { handle } = await loadFile(underTest);
    const controller = new AbortController();
    trouble.holdAnswer();
    const poll = connector.poll(handle, { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(poll).rejects.toBe(reason);
  });
}

function describeSecrets(start: StartConnectorUnderTest): void {
  test("keeps every secret out of its errors", async ({ skip }) => {
    await using underTest = await start();
    const { connector, secrets, trouble } = underTest;
    const failures: unknown[] = [];
    const answerWith = requireTrouble(underTest, "answerWith", skip);
    const { request } = await stageLoad(underTest);
    const attempt = () => connector.start(request).catch((error: unknown) => failures.push(error));
    for (const secret of secrets) {
      answerWith(`{"message":"who is ${secret}?"}`, "application/json");
      await attempt();
      answerWith(`<title>${Buffer.from(secret).toString("base64")}</title>`, "text/html");
      await attempt();
    }
    trouble.loseStartReply();
    await attempt();
    expect(failures).toHaveLength(2 * secrets.length + 1);
    const told = inspect(failures, { depth: 10 });
    for (const secret of secrets) {
      expect(told).not.toContain(secret);
      expect(told).not.toContain(Buffer.from(secret).toString("base64"));
    }
  });
}

function describeAvailability(start: StartConnectorUnderTest): void {
  test("tells whether the application is up", async () => {
    await using underTest = await start();
    const { connector, trouble } = underTest;
    const up = await connector.checkAvailability();
    expect(up.state).toBe("up");
    expect(up.latencyMs).toBeGreaterThanOrEqual(0);
    trouble.holdAnswer();
    const controller = new AbortController();
    const check = connector.checkAvailability({ signal: controller.signal });
    setImmediate(() => controller.abort("enough"));
    await expect(check).rejects.toBe("enough");
  });

  test.for([
    ["a page for people", "answerWith", "down"],
    ["half an answer", "cutAnswer", "down"],
    ["a refusal for too many calls", "throttle", "unknown"],
  ] as const)("takes %s for what it is", async ([, name, state], { skip }) => {
    await using underTest = await start();
    requireTrouble(underTest, name, skip);
    const { answerWith, cutAnswer, throttle } = underTest.trouble;
    if (name === "answerWith") answerWith?.("<title>Maintenance</title>", "text/html");
    else if (name === "cutAnswer") cutAnswer?.();
    else throttle?.("1");
    expect((await underTest.connector.checkAvailability()).state).toBe(state);
  });
}
