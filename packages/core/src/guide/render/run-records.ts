import { formatDuration } from "../../figure-text.js";
import type { MomentText } from "../../moment-text.js";
import {
  compensationOf,
  type RunState,
  type StepDecision,
  type StepState,
  type StepStatus,
} from "../../run/run-state.js";
import { STEP_STATUS_TEXTS } from "../../run/step-status-text.js";
import { formatVolume } from "../../volume-text.js";
import { type Block, type Fact, joinWords, type Tone, type Words } from "./page.js";
import type { StepRecords } from "./procedure-section.js";
import { areOnOneDay, type HistoryEntry, nameActor, toHistoryTable } from "./run-history.js";
import { shortenValue } from "./value-text.js";
import { toWaitFacts } from "./wait-facts.js";

const TONES: Readonly<Record<StepStatus, Tone>> = {
  succeeded: "good",
  refused: "bad",
  failed: "bad",
  "in-doubt": "odd",
  running: "quiet",
  skipped: "quiet",
  waiting: "odd",
  pending: "quiet",
  retrying: "odd",
};

/** What is said where a run has not come to a step. */
const NOT_BEGUN: readonly Block[] = [
  { block: "note", role: "record", tone: "quiet", title: "Not begun", blocks: [] },
];

/** What a run has to say of each step: from its state, and from its history who did it and what was tried. */
export function toStepRecords(
  { steps }: Pick<RunState, "steps">,
  history: readonly HistoryEntry[],
  moments: MomentText,
): StepRecords {
  const find = (stepId: string) => steps.find((step) => step.stepId === stepId);
  return {
    statusOf: (stepId) => find(stepId)?.status,
    logOf(stepId) {
      const step = find(stepId);
      if (step === undefined) return NOT_BEGUN;
      const undoing = find(compensationOf(stepId));
      const entriesOf = (state: StepState) => history.filter((entry) => entry.stepId === state.stepId);
      return [
        toRecord(step, nameStatus(step), { entries: entriesOf(step), moments }),
        ...(undoing === undefined
          ? []
          : [toRecord(undoing, nameUndoing(undoing), { entries: entriesOf(undoing), moments })]),
      ];
    },
  };
}

function nameStatus({ status, found }: StepState): string {
  const { symbol, words } = STEP_STATUS_TEXTS[status];
  return `${symbol} ${capitalise(found === true ? "found done" : words)}`;
}

function nameUndoing({ status, found }: StepState): string {
  const { symbol, words } = STEP_STATUS_TEXTS[status];
  if (status !== "succeeded") return `${symbol} Undoing it: ${words}`;
  return `${symbol} ${found === true ? "Found undone" : "Undone"}`;
}

interface Told {
  readonly entries: readonly HistoryEntry[];
  readonly moments: MomentText;
}

function toRecord(step: StepState, title: string, { entries, moments }: Told): Block {
  const facts = toFacts(step, { entries, moments });
  return {
    block: "note",
    role: "record",
    tone: TONES[step.status],
    title,
    words: describeTime(step, moments),
    blocks: [
      ...(facts.length === 0 ? [] : [{ block: "facts", facts } as const]),
      ...(entries.some(({ isRemarkable }) => isRemarkable)
        ? [toHistoryTable("What happened at this step", entries, moments)]
        : []),
    ],
  };
}

function capitalise(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function describeTime({ startedAt, finishedAt, elapsedMs }: StepState, moments: MomentText): Words {
  const { full } = moments;
  const isOneDay = areOnOneDay([startedAt, finishedAt ?? startedAt], moments);
  const end = finishedAt === undefined ? "" : ` to ${isOneDay ? moments.time(finishedAt) : full(finishedAt)}`;
  const took = elapsedMs === undefined ? "" : `, took ${formatDuration(elapsedMs)}`;
  return [`${full(startedAt)}${end}${took}`];
}

function toFacts(step: StepState, { entries, moments }: Told): readonly Fact[] {
  const { volume = {}, refusal, failure, doubt, attempts, decision } = step;
  const output = toOwnOutput(step);
  const actors = [...new Set(entries.map(({ actor }) => nameActor(actor)))];
  const facts: readonly (readonly [string, readonly Words[]])[] = [
    ["Decided", decision === undefined ? [] : [describeDecision(decision)]],
    ["Not accepted", refusal === undefined ? [] : [[refusal]]],
    [
      "Failure",
      failure === undefined || step.status === "succeeded" ? [] : [[failure.message, ` (${failure.code})`]],
    ],
    ["In doubt", doubt === undefined ? [] : [[doubt]]],
    ["Moved", toOneLine(formatVolume(volume))],
    ["Attempts", attempts < 2 ? [] : [[String(attempts)]]],
    ["By", toOneLine(actors)],
    ["Output", output === undefined || output === null ? [] : [[{ code: shortenValue(output) }]]],
  ];
  const all = [...toWaitFacts(step, moments), ...facts.map(([name, lines]) => ({ name, lines }))];
  return all.filter(({ lines }) => lines.length > 0);
}

/** What a step returned, unless it is shown already as its form or as what it was told. */
function toOwnOutput({ output, manual, told, wait }: StepState): StepState["output"] {
  const isShown = manual?.submission !== undefined || told !== undefined || wait?.untilMs !== undefined;
  return isShown ? undefined : output;
}

function describeDecision({ as, by, reason }: StepDecision): Words {
  return [`${as} by `, { strong: nameActor(by) }, ": ", reason];
}

function toOneLine(texts: readonly string[]): readonly Words[] {
  return texts.length === 0
    ? []
    : [
        joinWords(
          texts.map((text) => [text]),
          ", ",
        ),
      ];
}
