import type { Actor } from "../../actor.js";
import type { JsonValue } from "../../json.js";
import type { LogEvent } from "../../log/event.js";
import { foldStream } from "../../log/stream.js";
import { runKind } from "../../run/run-kind.js";
import type { RunState } from "../../run/run-state.js";
import type { Guide } from "../guide.js";

const worker = { kind: "service", id: "ops-1" } as const;
const person = (id: string): Actor => ({ kind: "person", id });
const BEGINS = Date.UTC(2026, 1, 4, 23);
const MINUTE_MS = 60_000;

/** An event of a run: its type, its data, and who it was, unless the service itself. */
export type Told = readonly [type: string, data: JsonValue, actor?: Actor];

/** A run of a procedure as its events tell it, a minute apart. */
export function tellRun(
  guide: Guide,
  procedureId: string,
  told: readonly Told[],
): { run: RunState; events: readonly LogEvent[] } {
  const events = told.map(
    ([type, data, actor = worker], index): LogEvent => ({
      stream: { kind: "run", id: "month-2026-01" },
      ...{ seq: index + 1, at: BEGINS + index * MINUTE_MS, epoch: 1, type, actor },
      data: type === "run.requested" ? Object.assign({ procedureId, guideHash: guide.hash }, data) : data,
      ...{ dataDigest: "", previousHash: "", hash: "" },
    }),
  );
  const run = foldStream(runKind, events);
  if (run === undefined) throw new TypeError("the run was requested");
  return { run, events };
}

const begun = (effectId: string): Told => [
  "effect.intended",
  { effectId, attempt: 1, key: effectId, contract: "keyed" },
];
const done = (effectId: string, volume: JsonValue): Told => [
  "effect.succeeded",
  { effectId, attempt: 1, output: 1, elapsedMs: 240_000, volume },
];
const opened = (stepId: string, kind: string, more: object = {}): Told => [
  "step.opened",
  { stepId, kind, ...more },
];
const completed = (stepId: string, output: JsonValue): Told => ["step.completed", { stepId, output }];

const totals = { total: "1250000.00", agrees: "yes" };
const decision = { decision: "approve", remark: "Agrees with the ledger." };

/** What happens when a month is closed: every kind of step once, and what people do at it. */
export const paidMonth: readonly Told[] = [
  ["run.requested", { input: { month: "2026-01" }, labels: {}, slotId: "monthly/2026-02-04T18:00" }],
  ["run.queued", { key: "closing", behind: "month-2025-12" }],
  ["run.admitted", { key: "closing" }],
  opened("settle", "waiting", { untilMs: BEGINS + 5 * MINUTE_MS }),
  completed("settle", BEGINS + 5 * MINUTE_MS),
  opened("rates", "calling", { runId: "month-2026-01/rates" }),
  completed("rates", { fetch: { rates: 31 } }),
  begun("validate"),
  done("validate", { rowsRead: 48_210 }),
  begun("load"),
  done("load", { rowsRead: 48_210, rowsRejected: 0 }),
  opened("compare", "manual"),
  ["manual.claimed", { stepId: "compare", role: "analyst" }, person("analyst one")],
  ["manual.submitted", { stepId: "compare", role: "analyst", form: totals }, person("analyst one")],
  completed("compare", totals),
  opened("approve", "manual", { dueMs: BEGINS + 60 * MINUTE_MS, escalateMs: BEGINS + 17 * MINUTE_MS }),
  ["manual.claimed", { stepId: "approve", role: "finance lead" }, person("lead one")],
  ["manual.returned", { stepId: "approve" }, person("lead one")],
  ["manual.escalated", { stepId: "approve", call: "operations lead", nextMs: BEGINS + 40 * MINUTE_MS }],
  [
    "manual.submitted",
    { stepId: "approve", role: "finance lead", form: { decision: "approve" }, comment: "As agreed" },
    person("lead one"),
  ],
  [
    "manual.rejected",
    { stepId: "approve", role: "controller", reason: "No remark." },
    person("controller one"),
  ],
  ["manual.submitted", { stepId: "approve", role: "finance lead", form: decision }, person("lead one")],
  [
    "manual.signed",
    { stepId: "approve", role: "controller", formDigest: "", isChecked: true },
    person("controller one"),
  ],
  [
    "manual.signed",
    { stepId: "approve", role: "controller", formDigest: "", isChecked: true, comment: "Seen." },
    person("controller two"),
  ],
  completed("approve", decision),
  opened("paid", "waiting", { dueMs: BEGINS + 90 * MINUTE_MS }),
  ["wait.told", { stepId: "paid", told: { receipt: "PR-77" } }, person("payroll one")],
  completed("paid", { receipt: "PR-77" }),
  begun("publish"),
];

/** What follows when the last step of such a month fails: it is undone. */
export const undoneMonth: readonly Told[] = [
  ...paidMonth,
  [
    "effect.failed",
    {
      ...{ effectId: "publish", attempt: 1, elapsedMs: 900, willRetry: false },
      failure: { code: "remote.unavailable", message: "Nobody answers." },
    },
  ],
  ["run.cancel-requested", { reason: "Wrong month.", compensate: true }, person("lead one")],
  begun("load.compensation"),
  done("load.compensation", { rowsWritten: 48_210 }),
  ["run.finished", { outcome: "cancelled" }],
];
