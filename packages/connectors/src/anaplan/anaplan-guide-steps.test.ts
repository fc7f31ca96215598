import {
  type AnyProcedure,
  type AutomatedStep,
  defineProcedure,
  type StepArguments,
  type StepProgress,
  sha256,
  type Volume,
} from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  collectRejectsStep,
  collectReportStep,
  type Sink,
  stageStep,
  startStep,
  waitStep,
} from "../contract/guide-steps.js";
import type { SpmConnector } from "../contract/spm-connector.js";
import { createTextFile } from "../testing/index.js";
import { connectTo, ORDERS, orderRows, REPORT, simulateOrders } from "./testing/simulated-orders.js";

const words = (title: string) => ({ title, instructions: [`${title} by hand.`] });
const outcomeOf = (state: string) => ({
  state,
  volume: {},
  rawStatus: "COMPLETE",
  message: "No such column",
});

async function nightlyLoad(options: Parameters<typeof simulateOrders>[0] = {}) {
  const simulator = await simulateOrders(options);
  const connector = connectTo(simulator);
  const kept = new Map<string, string>();
  const keep = async (name: string, bytes: AsyncIterable<Uint8Array>) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    const content = Buffer.concat(pieces);
    kept.set(name, content.toString("utf8"));
    return { path: `/kept/${name}`, sizeBytes: content.byteLength, sha256: sha256(content) };
  };
  const close = async () => {
    await connector.close();
    await simulator.close();
  };
  return { simulator, procedure: toProcedure(connector, keep), kept, [Symbol.asyncDispose]: close };
}

function toProcedure(connector: SpmConnector, keep: Sink<unknown, unknown>) {
  return defineProcedure({ id: "nightly", title: "Load", input: z.object({ rows: z.number() }) })
    .step(
      "stage",
      stageStep(connector, {
        ...words("Upload"),
        load: ORDERS,
        file: ({ input }) =>
          createTextFile(
            "orders.csv",
            orderRows(input.rows, (row) => (row === 1 ? "?" : undefined)),
          ),
      }),
    )
    .step(
      "start",
      startStep(connector, {
        ...words("Start the import"),
        retry: { attempts: 3 },
        request: ({ outputs }) => ({ kind: "load", object: outputs.stage.load }),
      }),
    )
    .step(
      "wait",
      waitStep(connector, {
        ...words("Wait"),
        handle: ({ outputs }) => outputs.start,
        expect: { volume: { rowsRejected: { max: 1 } } },
        reconcile: [{ measure: "files", with: { step: "stage", measure: "files" } }],
      }),
    )
    .step(
      "rejects",
      collectRejectsStep(connector, {
        ...words("Keep the rejects"),
        handle: ({ outputs }) => outputs.start,
        into: keep,
      }),
    )
    .step(
      "start-report",
      startStep(connector, {
        ...words("Start the report"),
        request: () => ({ kind: "report", object: REPORT }),
      }),
    )
    .step(
      "wait-report",
      waitStep(connector, { ...words("Wait"), handle: ({ outputs }) => outputs["start-report"] }),
    )
    .step(
      "report",
      collectReportStep(connector, {
        ...words("Keep the report"),
        handle: ({ outputs }) => outputs["start-report"],
        name: ({ outputs }) => `orders-${outputs.wait.volume.rowsWritten}.csv`,
        into: keep,
      }),
    );
}

/** The steps of the procedure one after another, with what they reported. */
async function perform(
  { procedure }: Pick<Awaited<ReturnType<typeof nightlyLoad>>, "procedure">,
  rows: number,
) {
  const outputs: Record<string, unknown> = {};
  const volumes: Record<string, Volume> = {};
  const progress: StepProgress[] = [];
  for (const step of automatedSteps(procedure)) {
    outputs[step.id] = await step.run({
      ...toArguments({ rows }, outputs),
      ...{
        volume: (moved: Volume) => {
          volumes[step.id] = { ...volumes[step.id], ...moved };
        },
        progress: (report: StepProgress) => {
          progress.push(report);
        },
      },
    });
  }
  return { outputs, volumes, progress };
}

function automatedSteps({ steps }: AnyProcedure): readonly AutomatedStep[] {
  return steps.filter((step) => step.kind === "automated");
}

function toArguments(input: unknown, outputs: unknown): StepArguments<unknown, unknown> {
  const { signal } = new AbortController();
  const clock = createFakeClock();
  const nothing = () => undefined;
  return {
    input,
    outputs,
    key: "k",
    runId: "run-1",
    attempt: 1,
    intendedAt: Date.now(),
    signal,
    clock,
    progress: nothing,
    volume: nothing,
    attach: async () => undefined,
  };
}

describe("guide steps", () => {
  test("load a file, keep what was rejected and fetch a report", async () => {
    // Long enough to be seen under way, also on a busy machine.
    const durations = { importMs: 1_500, processMs: 20, exportMs: 20, actionMs: 20 };
    await using nightly = await nightlyLoad({ durations });
    const { outputs, volumes, progress } = await perform(nightly, 10);
    expect(outputs["wait"]).toMatchObject({ state: "succeeded-with-rejects" });
    expect(volumes).toMatchObject({
      stage: { files: 1, bytes: Buffer.byteLength(orderRows(10, (row) => (row === 1 ? "?" : undefined))) },
      wait: { rowsRead: 10, rowsWritten: 9, rowsRejected: 1 },
      rejects: { files: 1 },
      report: { files: 1 },
    });
    expect(progress[0]).toMatchObject({ unit: "percent", total: 100 });
    expect(nightly.kept.get(`${ORDERS}-rejects.csv`)).toBe(
      "_Status_,Order,Region,Amount,_Line_,_Error_1_\nE,O-1,?,1.50,3,Region: no item named ?\n",
    );
    expect(nightly.kept.get("orders-9.csv")).toBe(orderRows(10).replace("O-1,Süd,1.50\n", ""));
  });

  test("declare what may be done again, and find a start that nobody heard of", async () => {
    await using nightly = await nightlyLoad();
    const contracts = automatedSteps(nightly.procedure).map(({ id, effect }) => [id, effect]);
    expect(contracts).toEqual([
      ["stage", "repeatable"],
      ["start", "once"],
      ["wait", "repeatable"],
      ["rejects", "repeatable"],
      ["start-report", "once"],
      ["wait-report", "repeatable"],
      ["report", "repeatable"],
    ]);
    const start = automatedSteps(nightly.procedure).find(({ id }) => id === "start-report");
    const step = toArguments({ rows: 1 }, {});
    nightly.simulator.faults.loseReply({ method: "POST", path: /tasks$/ });
    await expect(start?.run(step)).rejects.toMatchObject({ code: "remote.unknown" });
    const [started] = nightly.simulator.ledger();
    expect(await start?.find?.(step)).toEqual({
      state: "happened",
      output: { kind: "report", object: REPORT, task: started?.taskId },
    });
  });

  test("say what any automated step may say, and name no step that is not before them", async () => {
    await using nightly = await nightlyLoad();
    expect(automatedSteps(nightly.procedure).find(({ id }) => id === "wait")).toMatchObject({
      expect: { volume: { rowsRejected: { max: 1 } } },
      reconcile: [{ with: { step: "stage" } }],
    });
    const connector = connectTo(nightly.simulator);
    nightly.procedure.step(
      "wait-again",
      waitStep(connector, {
        ...words("Wait"),
        handle: ({ outputs }) => outputs.start,
        // @ts-expect-error `later` is no step before it
        reconcile: [{ measure: "files", with: { step: "later", measure: "files" } }],
      }),
    );
    await connector.close();
  });

  test("refuse an outcome that is no success, and go on with rejected rows", async () => {
    await using nightly = await nightlyLoad();
    const accept = automatedSteps(nightly.procedure).find(({ id }) => id === "wait")?.accept;
    const verdicts = [
      "succeeded",
      "succeeded-with-rejects",
      "failed",
      "cancelled",
      "refused-busy",
      "unknown",
    ].map((state) => [state, accept?.(outcomeOf(state))]);
    expect(verdicts).toEqual([
      ["succeeded", undefined],
      ["succeeded-with-rejects", undefined],
      ["failed", "The job ended as failed (COMPLETE): No such column"],
      ["cancelled", "The job ended as cancelled (COMPLETE): No such column"],
      ["refused-busy", "The job ended as refused-busy (COMPLETE): No such column"],
      ["unknown", "The job ended as unknown (COMPLETE): No such column"],
    ]);
  });
});
