import { formatDuration } from "../../figure-text.js";
import type { MomentText } from "../../moment-text.js";
import type { RunDecision, RunPostponement, RunState, RunStatus } from "../../run/run-state.js";
import type { GuideDocument } from "../document/guide-document.js";
import { type Fact, joinWords, type Page, type Tone, type Words } from "./page.js";
import { outlineProcedure, type ProcedureOutline } from "./procedure-outline.js";
import { toProcedureSection } from "./procedure-section.js";
import { type HistoryEntry, nameActor, toHistoryTable } from "./run-history.js";
import { toStepRecords } from "./run-records.js";
import { shortenValue } from "./value-text.js";

const STATUSES: Readonly<Record<RunStatus, { readonly tone: Tone; readonly title: string }>> = {
  requested: { tone: "quiet", title: "Not begun yet" },
  waiting: { tone: "odd", title: "Waiting" },
  refused: { tone: "bad", title: "Refused: it never began" },
  running: { tone: "quiet", title: "Not finished" },
  "in-doubt": { tone: "odd", title: "In doubt" },
  held: { tone: "odd", title: "Held" },
  cancelled: { tone: "bad", title: "Cancelled" },
  succeeded: { tone: "good", title: "Succeeded" },
  failed: { tone: "bad", title: "Failed" },
};

/** What is told of a run besides its state, and how times are shown. */
export interface RunTelling {
  readonly history: readonly HistoryEntry[];
  readonly moments: MomentText;
  readonly timeZone: string;
}

/** A run as a page: its procedure as it was, and at each step what happened. */
export function toRunPage(
  guide: GuideDocument,
  run: RunState,
  { history, moments, timeZone }: RunTelling,
): Page | undefined {
  const index = guide.procedures.findIndex(({ id }) => id === run.procedureId);
  const procedure = guide.procedures[index];
  if (procedure === undefined) return undefined;
  const outline = outlineProcedure(procedure, index);
  const ofRun = history.filter(({ stepId }) => stepId === undefined);
  const { tone, title } = STATUSES[run.status];
  return {
    title: `${procedure.title}: ${run.runId}`,
    owner: guide.client,
    version: run.guideHash,
    blocks: [
      { block: "note", role: "record", tone, title, words: describeEnd(run, outline), blocks: [] },
      { block: "facts", facts: toFacts(run, moments, timeZone) },
      ...(ofRun.length === 0 ? [] : [toHistoryTable("What happened to the whole run", ofRun, moments)]),
      toProcedureSection(outline, { guide, procedures: [outline] }, toStepRecords(run, history, moments)),
    ],
  };
}

/** Where a run that has not simply succeeded came to its end or stands. */
function describeEnd({ status, steps }: RunState, outline: ProcedureOutline): Words {
  if (status !== "failed" && status !== "in-doubt" && status !== "waiting") return [];
  const decisive = outline.steps.find(({ step }) => {
    const state = steps.find(({ stepId }) => stepId === step.id)?.status;
    if (status !== "failed") return state === status;
    return (state === "failed" || state === "refused") && step.onFailure?.then !== "continue";
  });
  return decisive === undefined
    ? []
    : [`at ${decisive.number} `, { link: decisive.step.title, to: decisive.anchor }];
}

function toFacts(run: RunState, { full }: MomentText, timeZone: string): readonly Fact[] {
  const { requestedAt, requestedBy, finishedAt, resumptions, input, labels, refusal = [] } = run;
  const labelled = Object.entries(labels).map(([name, value]): Words => [`${name}: ${value}`]);
  const facts: readonly (readonly [string, Words])[] = [
    ["Run", [{ code: run.runId }]],
    ["Requested", [`${full(requestedAt)} (${timeZone}) by `, nameActor(requestedBy)]],
    ...toOrigins(run),
    ["Refused because", refusal.length === 0 ? [] : [refusal.join("; ")]],
    ["Put off", run.postponement === undefined ? [] : describePostponement(run.postponement, full)],
    ["Held", run.hold === undefined ? [] : describeDecision(run.hold, full)],
    ["Cancelled", run.cancellation === undefined ? [] : describeDecision(run.cancellation, full)],
    ["Finished", [finishedAt === undefined ? "not yet" : full(finishedAt)]],
    ["Took", finishedAt === undefined ? [] : [formatDuration(Math.max(0, finishedAt - requestedAt))]],
    ["Taken up again", resumptions === 0 ? [] : [`${resumptions} ${resumptions === 1 ? "time" : "times"}`]],
    ["Labels", joinWords(labelled, ", ")],
    ["Input", [{ code: shortenValue(input) }]],
  ];
  return facts.flatMap(([name, words]) => (words.length === 0 ? [] : [{ name, lines: [words] }]));
}

/** What a run comes from, beside whoever asked for it. */
function toOrigins({ slotId, calledBy, rerunOf, turn }: RunState): readonly (readonly [string, Words])[] {
  return [
    ["For the slot", slotId === undefined ? [] : [{ code: slotId }]],
    [
      "Called by",
      calledBy === undefined ? [] : [{ code: calledBy.runId }, " at ", { code: calledBy.stepId }],
    ],
    [
      "Repeats",
      rerunOf === undefined
        ? []
        : [{ code: rerunOf.runId }, " from ", { code: rerunOf.fromStepId }, ": ", rerunOf.reason],
    ],
    ["Waits for its turn", turn?.hasCome === false ? [turn.key] : []],
  ];
}

function describePostponement({ untilMs, trouble }: RunPostponement, full: MomentText["full"]): Words {
  return [`until ${full(untilMs)}: `, trouble.message, ` (${trouble.code})`];
}

function describeDecision({ by, at, reason }: RunDecision, full: MomentText["full"]): Words {
  return [`${full(at)} by `, { strong: nameActor(by) }, ": ", reason];
}
