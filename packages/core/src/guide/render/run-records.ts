import { formatDuration } from "../../figure-text.js";
import type { MomentText } from "../../moment-text.js";
import type { RunState, StepDecision, StepState, StepStatus } from "../../run/run-state.js";
import { STEP_STATUS_TEXTS } from "../../run/step-status-text.js";
import { formatVolume } from "../../volume-text.js";
import { type Block, type Fact, joinWords, type Tone, type Words } from "./page.js";
import type { StepRecords } from "./procedure-section.js";
import { type HistoryEntry, nameActor, toHistoryTable } from "./run-history.js";
import { NOT_BEGUN } from "./step-section.js";
import { shortenValue } from "./value-text.js";

const TONES: Readonly<Record<StepStatus, Tone>> = {
  succeeded: "good",
  refused: "bad",
  failed: "bad",
  "in-doubt": "odd",
  running: "quiet",
  skipped: "quiet",
  retrying: "odd",
};

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
      return [
        toRecord(
          step,
          history.filter((entry) => entry.stepId === stepId),
          moments,
        ),
      ];
    },
  };
}

function toRecord(step: StepState, entries: readonly HistoryEntry[], moments: MomentText): Block {
  const { symbol, words } = STEP_STATUS_TEXTS[step.status];
  const title = `${symbol} ${capitalise(step.found === true ? "found done" : words)}`;
  const facts = toFacts(step, entries);
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

function describeTime({ startedAt, finishedAt, elapsedMs }: StepState, { full, time }: MomentText): Words {
  const end = finishedAt === undefined ? "" : ` to ${time(finishedAt)}`;
  const took = elapsedMs === undefined ? "" : `, took ${formatDuration(elapsedMs)}`;
  return [`${full(startedAt)}${end}${took}`];
}

function toFacts(step: StepState, entries: readonly HistoryEntry[]): readonly Fact[] {
  const { volume = {}, refusal, failure, doubt, output, attempts, decision } = step;
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
  return facts.flatMap(([name, lines]) => (lines.length === 0 ? [] : [{ name, lines }]));
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
