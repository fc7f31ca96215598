import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EffectContract } from "../effect/effect-contract.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { crashAt, type Scenario } from "./failpoint-fixture.js";
import type { ProcedurePlan, StepPlan } from "./guide-plan-fixture.js";
import { person } from "./simulated-people-fixture.js";

const ada = person("ada");
const cleo = person("cleo");
const hal = person("hal");

const automated = (
  id: string,
  effect: EffectContract,
  more: Partial<Extract<StepPlan, { kind: "automated" }>> = {},
): StepPlan => ({
  ...{ id, kind: "automated", then: "stop", effect, canFind: true, attempts: 2, compensate: undefined },
  ...more,
});
const manual = (id: string, more: Partial<Extract<StepPlan, { kind: "manual" }>> = {}): StepPlan => ({
  ...{ id, kind: "manual", then: "stop", need: 0, notSameAs: [], isChecked: false, whenOverdue: "wait" },
  ...more,
});
const signal = (id: string, dueMs?: number): StepPlan => ({ id, kind: "signal", then: "stop", dueMs });
const call = (id: string, more: { readonly then?: StepPlan["then"] } = {}): StepPlan => ({
  ...{ id, kind: "call", procedureId: "called", then: "stop" },
  ...more,
});
const main = (steps: readonly StepPlan[], more: Partial<ProcedurePlan> = {}): readonly [ProcedurePlan] => [
  { id: "main", steps, hasFailureStep: false, whenBusy: undefined, ...more },
];
const called = (steps: readonly StepPlan[]): ProcedurePlan => ({ ...main(steps)[0], id: "called" });

const load = automated("load", "keyed");
const undone = (["repeatable", "keyed", "once"] as const).map((effect) =>
  automated(effect, effect, { compensate: effect }),
);
const fails = automated("fails", "repeatable", { then: "compensate", attempts: 1 });
const everyContract = [
  automated("copy", "repeatable"),
  load,
  automated("pay", "once"),
  automated("tell", "keyed"),
];
/** Nobody ever tells the first run what it waits for. */
const patient = { requests: ["main", "main"], act: async () => undefined } as const;

const scenarios: Readonly<Record<string, Scenario>> = {
  "effects of every contract": { plan: main(everyContract) },
  "effects of every contract, with attachments": { plan: main(everyContract), attaches: true },
  "what cannot be found": { plan: main([load, automated("pay", "once", { canFind: false })]) },
  "a step that fails, and what is done then": {
    plan: main([load, fails], { hasFailureStep: true }),
    refused: /fails/,
  },
  "what is undone after a failure": { plan: main([...undone, fails]), refused: /fails/ },
  "what is undone after a cancellation": {
    plan: main([...undone, signal("wait")]),
    act: (runner, { runId, status }) =>
      status === "waiting"
        ? runner.cancel({ runId, actor: ada, reason: "enough", compensate: true })
        : Promise.resolve(),
  },
  "a form with signatures and a check": {
    plan: main([manual("approve", { need: 2, notSameAs: ["preparer"], isChecked: true }), load]),
  },
  "what people did before the run came": {
    plan: main([signal("wait"), manual("approve", { need: 1, isChecked: true }), signal("go"), load]),
    act: async (runner, { runId, steps }) => {
      const actor = hal;
      const stateOf = (id: string) => steps.find(({ stepId }) => stepId === id);
      if (stateOf("approve")?.manual?.submission === undefined)
        await runner.submit({ runId, stepId: "approve", actor, form: { total: "1" } });
      await runner.sign({ runId, stepId: "approve", actor: cleo }).catch(() => undefined);
      await runner.tell({ runId, stepId: "go", actor, told: "go" }).catch(() => undefined);
      await runner.tell({ runId, stepId: "wait", actor, told: "go" });
    },
  },
  "a form that is sent back": {
    plan: main([manual("approve", { need: 1 }), load]),
    act: async (runner, { runId, steps: [step] }) => {
      if (step?.status !== "waiting") return;
      const at = { runId, stepId: "approve" };
      const total = step.manual?.submission?.form;
      if (step.manual?.submission === undefined)
        await runner.submit({ ...at, actor: hal, form: { total: step.manual === undefined ? "1" : "2" } });
      else if (JSON.stringify(total).includes("1")) await runner.reject({ ...at, actor: cleo, reason: "no" });
      else await runner.sign({ ...at, actor: cleo });
    },
  },
  "a form that nobody fills in": {
    plan: main([manual("approve", { whenOverdue: "submit" }), manual("confirm", { whenOverdue: "fail" })]),
    act: async () => undefined,
  },
  "a moment and a signal": {
    plan: main([{ id: "rest", kind: "moment", then: "stop", afterMs: 900 }, signal("go"), load]),
  },
  "a signal that does not come": { plan: main([signal("go", 4_000), load]), act: async () => undefined },
  "a run that is called": {
    plan: [called([load, manual("approve")]), ...main([load, call("called"), report()])],
  },
  "a called run that fails": {
    plan: [called([load, fails]), ...main([...undone, call("called", { then: "compensate" })])],
    refused: /fails/,
  },
  "a calling run that is cancelled": {
    plan: [
      called([automated("load", "once", { compensate: "once" }), signal("wait")]),
      ...main([...undone, call("called")]),
    ],
    act: (runner, { runId, status, calledBy }) =>
      status === "waiting" && calledBy === undefined
        ? runner.cancel({ runId, actor: ada, reason: "enough", compensate: true })
        : Promise.resolve(),
  },
  "two runs, one after the other": {
    plan: main([load], { whenBusy: "queue" }),
    requests: ["main", "main", "main"],
  },
  "two runs, one of them refused": {
    plan: main([load, signal("go")], { whenBusy: "refuse" }),
    requests: ["main", "main"],
  },
  "two runs, the second in place of the first": {
    ...patient,
    plan: main([load, signal("go", 20_000)], { whenBusy: "cancel-other" }),
  },
  "a run that moves on to a later version of its guide": {
    plan: main([load, signal("wait"), automated("pay", "once")]),
    laterPlan: main([load, signal("wait"), automated("pay", "once"), automated("report", "keyed")]),
    act: async (runner, { runId, steps, status, guideHash }, laterHash) => {
      const at = { runId, actor: ada };
      if (status !== "waiting") return;
      if (guideHash !== laterHash) await runner.migrate({ ...at, guideHash: laterHash, reason: "revised" });
      else if (steps.some((step) => step.told === undefined && step.status === "waiting"))
        await runner.tell({ ...at, stepId: "wait", told: "go" });
    },
  },
  "a run that is repeated": {
    plan: main([load, automated("pay", "once"), fails]),
    refused: /run-0.fails/,
    actAfter: async (runner, { runId }) => {
      if (runId !== "run-0") return undefined;
      return runner.rerun({
        ...{ runId, newRunId: "again", fromStepId: "fails" },
        ...{ actor: ada, reason: "mended" },
      });
    },
  },
  "what is held, skipped, overridden and resolved": {
    plan: main([
      automated("copy", "keyed", { then: "continue" }),
      signal("wait"),
      load,
      automated("pay", "once", { canFind: false }),
    ]),
    act: async (runner, { runId, steps, hold, status }) => {
      const act = { runId, actor: ada, reason: "it is time" };
      const stateOf = (id: string) => steps.find(({ stepId }) => stepId === id);
      if (status === "in-doubt")
        await runner.resolve({ ...act, stepId: "pay", finding: { as: "happened", output: "found" } });
      if (stateOf("wait")?.status !== "waiting") return;
      if (hold === undefined && stateOf("load") === undefined) await runner.hold(act);
      else if (stateOf("load") === undefined)
        await runner.override({ ...act, stepId: "load", output: "by hand" });
      else if (hold !== undefined) await runner.release(act);
      else await runner.tell({ runId, stepId: "wait", actor: ada, told: "go" });
    },
  },
};

function report(): StepPlan {
  return automated("report", "keyed");
}

describe("a process that ends at any boundary leaves one truth", () => {
  test.each(Object.entries(scenarios))("%s", async (_title, scenario) => {
    const reference = await crashAt(Infinity, scenario);
    expect(reference.faults).toEqual([]);
    for (let n = 1; ; n += 1) {
      const { crashed, faults } = await crashAt(n, scenario);
      expect(faults, `after a crash at boundary ${n}`).toEqual([]);
      if (!crashed) break;
    }
  });

  test("in a file too", async () => {
    const folder = await mkdtemp(join(tmpdir(), "spm-failpoints-"));
    for (let n = 1; ; n += 1) {
      const path = join(folder, `${n}.sqlite`);
      const { crashed, faults } = await crashAt(n, { plan: main(everyContract) }, ({ clock }) =>
        openSqliteLog({ path, clock }),
      );
      expect(faults, `after a crash at boundary ${n}`).toEqual([]);
      if (!crashed) break;
    }
    await rm(folder, { recursive: true });
  });
});
