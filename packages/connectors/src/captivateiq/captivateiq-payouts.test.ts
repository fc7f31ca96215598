import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { watchPayouts } from "./index.js";
import { connectTo, simulateDeals } from "./testing/simulated-deals.js";

const durations = { queueMs: 1_000, jobMs: 60_000 };

describe("watchPayouts", () => {
  test("waits until a person has payouts processed, and all of them have ended", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateDeals({ clock, durations });
    await using connector = connectTo(simulator, {}, { clock });
    simulator.processPayouts();
    clock.advance(86_400_000);
    const since = clock.now();
    expect(await connector.listPayoutRuns(since)).toEqual([]);
    simulator.processPayouts({ jobs: 3 });
    clock.advance(1_000);
    simulator.processPayouts({ jobs: 2, durationMs: 120_000 });
    expect(await connector.listPayoutRuns(since)).toMatchObject([
      { state: "running", rawStatus: "STARTED", jobs: 3, createdAt: since },
      { state: "running", jobs: 2 },
    ]);
    const outcome = await watchPayouts(connector, { since }, { clock });
    expect(outcome).toMatchObject({
      ...{ state: "succeeded", rawStatus: "SUCCESS", volume: {} },
      parts: [
        { message: "SUCCESS: 3 payout jobs, 0 failed, started by ops@client.example" },
        { message: "SUCCESS: 2 payout jobs, 0 failed, started by ops@client.example" },
      ],
    });
    expect(clock.now() - since).toBeGreaterThanOrEqual(121_000);
    const runs = await connector.listPayoutRuns(since);
    expect(runs.map(({ completedAt }) => completedAt)).toEqual([since + 61_000, since + 122_000]);
    expect(await connector.listPayoutRuns(0)).toHaveLength(3);
  });

  test("tells of a payout that failed, and of one that was revoked", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateDeals({ clock, durations });
    await using connector = connectTo(simulator, {}, { clock });
    const since = clock.now();
    simulator.faults.setConditions({ ends: [{ end: "REVOKED" }] });
    simulator.processPayouts();
    expect((await watchPayouts(connector, { since }, { clock })).state).toBe("cancelled");
    simulator.processPayouts({ jobs: 3, failing: 2 });
    const outcome = await watchPayouts(connector, { since }, { clock });
    expect(outcome).toMatchObject({
      state: "failed",
      message: expect.stringContaining("3 payout jobs, 2 failed"),
    });
  });

  test("stops with the signal's own reason while nobody processes anything", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateDeals({ clock });
    await using connector = connectTo(simulator, {}, { clock });
    const stop = new AbortController();
    const watch = watchPayouts(connector, { since: clock.now() }, { clock, signal: stop.signal });
    setImmediate(() => stop.abort("enough"));
    await expect(watch).rejects.toBe("enough");
  });

  test("reads a list with an envelope, and one that knows no pages", async () => {
    await using simulator = await simulateDeals();
    await using connector = connectTo(simulator);
    const counts = { jobs_count: 1, processed_jobs_count: 1, revoked_jobs_count: 0 };
    const run = {
      ...{ id: "1", created_at: "2026-05-01T10:00:00", status: "ODD", ...counts },
      ...{ completed_at: "2026-05-01T10:01:00", successful_jobs_count: 0, failed_jobs_count: 0 },
    };
    const json = JSON.stringify({ object: "list", data: [run] });
    simulator.faults.respond({ path: /job-aggregations/, status: 200, json, times: 2 });
    const [told, ...others] = await connector.listPayoutRuns(Date.UTC(2026, 4, 1));
    expect([told?.state, others]).toEqual(["unknown", []]);
  });
});
