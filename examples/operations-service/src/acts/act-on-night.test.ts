import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EmbeddedParts } from "../embedded/embedded-parts.js";
import { businessDate, performFast, stepOf } from "../night/night-fixture.js";
import { verifyService } from "../night/verify-service.js";
import { actOnNight, nextRunId } from "./act-on-night.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-acts-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const act = { by: "analyst", reason: "Seen in the model's list of tasks." };
const options = () => ({ into: join(folder, "service"), businessDate });

/** The reply to the start of the load is lost, and the environment cannot be asked about it. */
function loseTheLoad({ simulator }: EmbeddedParts): void {
  simulator.faults.loseReply({ method: "POST", path: /imports\/\d+\/tasks$/ });
  simulator.faults.respond({ method: "GET", path: /imports\/\d+\/tasks/, times: 50, status: 500 });
}

describe("actOnNight", () => {
  test("resolves a step in doubt with what a person has seen, and the night goes on", async () => {
    let task = "";
    await performFast(folder, {
      onEmbedded: (embedded) => {
        loseTheLoad(embedded);
      },
    });
    const resolved = await actOnNight(options(), act, async ({ runner, embedded }, given) => {
      const [started] = embedded.simulator.ledger();
      task = started?.taskId ?? "";
      const output = { kind: "load", object: started?.objectId ?? "", task };
      return runner.resolve({ ...given, stepId: "start-load", finding: { as: "happened", output } });
    });
    expect(resolved.status).toBe("running");
    const result = await performFast(folder);
    expect(result.run.status).toBe("succeeded");
    expect(stepOf(result, "start-load")?.output).toMatchObject({ task });
    expect(await verifyService(options().into)).toMatchObject({ jobs: 3, violations: [] });
  });

  test("repeats an ended night from a step on, and loads nothing twice", async () => {
    await performFast(folder);
    const asked = await actOnNight(options(), act, async (service, given) =>
      service.runner.rerun({
        ...given,
        newRunId: await nextRunId(service),
        fromStepId: "start-report",
        performAgain: ["start-report"],
      }),
    );
    expect(asked).toMatchObject({ runId: `night-${businessDate}.2`, status: "running" });
    const again = await performFast(folder);
    expect(again.run).toMatchObject({ runId: `night-${businessDate}.2`, status: "succeeded" });
    expect(stepOf(again, "start-load")?.decision?.as).toBe("reused");
    // The load and the calculation once, the report twice.
    expect(await verifyService(options().into)).toMatchObject({ nights: 2, jobs: 4, violations: [] });
  });

  test("holds a night and cancels it", async () => {
    const stop = new AbortController();
    const stopped = performFast(folder, {
      signal: stop.signal,
      onBegin: ({ progress }) => {
        progress.on("step:started", ({ stepId }) => {
          if (stepId === "choose-references") stop.abort(new RangeError("stopped"));
        });
      },
    });
    await expect(stopped).rejects.toThrow("stopped");
    await actOnNight(options(), act, ({ runner }, given) => runner.hold(given));
    expect((await performFast(folder)).run.status).toBe("held");
    await actOnNight(options(), act, ({ runner }, given) => runner.cancel(given));
    const ended = await performFast(folder);
    expect(ended.run).toMatchObject({
      status: "cancelled",
      cancellation: { by: { kind: "person", id: "analyst" } },
    });
    expect(stepOf(ended, "start-load")).toBeUndefined();
  });
});
