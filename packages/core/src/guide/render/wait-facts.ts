import type { JsonValue } from "../../json.js";
import type { MomentText } from "../../moment-text.js";
import type { ManualAct } from "../../run/manual-state.js";
import type { StepState } from "../../run/run-state.js";
import type { Fact, Words } from "./page.js";
import { nameActor } from "./run-history.js";
import { shortenValue } from "./value-text.js";

/** What people have done of a manual step, and what a step waits for or has waited for. */
export function toWaitFacts(
  { manual, wait, told, status }: Pick<StepState, "manual" | "wait" | "told" | "status">,
  { full }: MomentText,
): readonly Fact[] {
  const moment = (at: number | undefined): readonly Words[] => (at === undefined ? [] : [[full(at)]]);
  const isOpen = status === "waiting";
  const act = (done: ManualAct): Words => describeAct(done, full);
  const { claimed, submission, signatures = [], escalations = 0 } = manual ?? {};
  return [
    { name: "Run called", lines: wait?.runId === undefined ? [] : [[{ code: wait.runId }]] },
    { name: "Waits until", lines: isOpen ? moment(wait?.untilMs) : [] },
    { name: "Due", lines: moment(wait?.dueMs) },
    { name: "Next call", lines: isOpen ? moment(wait?.escalateMs) : [] },
    {
      name: "Called",
      lines: escalations === 0 ? [] : [[escalations === 1 ? "once" : `${escalations} times`]],
    },
    { name: "Told", lines: told === undefined ? [] : [[{ code: shortenValue(told) }]] },
    { name: "Taken on", lines: claimed === undefined ? [] : [act(claimed)] },
    { name: "Submitted", lines: submission === undefined ? [] : [act(submission)] },
    { name: "Form", lines: submission === undefined ? [] : describeForm(submission.form) },
    { name: "Signed", lines: signatures.map(act) },
  ];
}

function describeAct({ by, at, role }: ManualAct, full: MomentText["full"]): Words {
  return [`${full(at)} by `, { strong: nameActor(by) }, ` as ${role}`];
}

/** What was filled in, a line for each field. */
function describeForm(form: JsonValue): readonly Words[] {
  if (typeof form !== "object" || form === null || Array.isArray(form))
    return [[{ code: shortenValue(form) }]];
  return Object.entries(form).map(([name, value]: [string, JsonValue]) => [
    `${name}: `,
    typeof value === "string" ? value : { code: shortenValue(value) },
  ]);
}
