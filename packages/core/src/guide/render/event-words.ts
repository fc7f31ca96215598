import { formatDuration } from "../../figure-text.js";
import type { MomentText } from "../../moment-text.js";
import type { RunEvent } from "../../run/run-kind.js";
import type { Words } from "./page.js";
import { describePeopleEvent, type PeopleEvent } from "./people-event-words.js";
import { shortenValue } from "./value-text.js";

/** What happens in a run between its request and its end. */
export type HappeningEvent = Exclude<RunEvent, { type: "run.requested" | "run.finished" }>;

type StepEvent = Extract<HappeningEvent, { type: `effect.${string}` | `step.${string}` | `wait.${string}` }>;
type WholeRunEvent = Exclude<HappeningEvent, StepEvent | PeopleEvent>;

/** What an event tells, in a plain sentence; who did it stands beside it. */
export function describeEvent(event: HappeningEvent, moments: MomentText): Words {
  if (isOfPeople(event)) return describePeopleEvent(event, moments);
  return isOfStep(event) ? describeStepEvent(event, moments) : describeRunEvent(event, moments);
}

function isOfPeople(event: HappeningEvent): event is PeopleEvent {
  return event.type.startsWith("manual.");
}

function isOfStep(event: HappeningEvent): event is StepEvent {
  return /^(effect|step|wait)\./.test(event.type);
}

function describeRunEvent({ type, data }: WholeRunEvent, { full }: MomentText): Words {
  switch (type) {
    case "run.refused":
      return ["Asked for, and refused: ", data.issues.join("; ")];
    case "run.queued":
      return ["Waits for its turn behind the run ", { code: data.behind }, ` (${data.key})`];
    case "run.admitted":
      return [`Its turn has come (${data.key})`];
    case "run.resumed":
      return ["Taken up again by ", data.worker];
    case "run.postponed": {
      const { untilMs, trouble } = data;
      return [`Postponed until ${full(untilMs)}: `, trouble.message, ` (${trouble.code})`];
    }
    case "run.cancel-requested":
      return [data.compensate === true ? "Asked to cancel and to undo: " : "Asked to cancel: ", data.reason];
    case "run.held":
      return ["Held: ", data.reason];
    case "run.released":
      return ["Released: ", data.reason];
    case "run.migrated":
      return [
        ...["Moved to the guide of version ", { code: shorten(data.guideHash) }],
        ...[" from ", { code: shorten(data.fromGuideHash) }, ": ", data.reason],
      ];
    case "act.refused":
      return [`Refused: ${data.act}: `, data.why];
  }
}

function describeStepEvent({ type, data }: StepEvent, { full }: MomentText): Words {
  switch (type) {
    case "effect.intended":
      return [`Attempt ${data.attempt} begun`];
    case "effect.succeeded": {
      const how = data.found === true ? "Found to have happened" : `Done${after(data.elapsedMs)}`;
      return data.refusal === undefined ? [how] : [`${how}, not accepted: `, data.refusal];
    }
    case "effect.failed": {
      const { failure, willRetry } = data;
      const then = willRetry ? "; will be tried again" : "";
      return [`Failed${after(data.elapsedMs)}: `, failure.message, ` (${failure.code})${then}`];
    }
    case "effect.in-doubt":
      return ["Left in doubt: ", data.reason];
    case "effect.resolved":
      if (data.as === "absent") return ["Found out that it has not happened: ", data.reason];
      return [
        ...["Found out that it has happened: ", data.reason],
        ...[" Taken as its output: ", { code: shortenValue(data.output) }],
      ];
    case "step.skipped":
      return ["Skipped: ", data.reason];
    case "step.overridden":
      return ["Overridden: ", data.reason, " Its output: ", { code: shortenValue(data.output) }];
    case "step.reused":
      return ["Taken over from the run ", { code: data.fromRunId }, ": ", data.reason];
    case "step.opened":
      return describeOpened(data, full);
    case "step.completed":
      return data.because === undefined ? ["Completed"] : ["Completed: ", data.because];
    case "step.failed":
      return ["Failed: ", data.failure.message, ` (${data.failure.code})`];
    case "wait.told":
      return ["Told ", { code: shortenValue(data.told) }];
  }
}

type Opened = Extract<StepEvent, { type: "step.opened" }>["data"];

/** What a step waits for, and until when as far as that is known. */
function describeOpened({ kind, runId, untilMs, dueMs }: Opened, full: MomentText["full"]): Words {
  const waitsFor: Readonly<Record<Opened["kind"], Words>> = {
    manual: ["Waits for people"],
    waiting: untilMs === undefined ? ["Waits to be told"] : [`Waits for ${full(untilMs)}`],
    calling: runId === undefined ? ["Waits for another run"] : ["Waits for the run ", { code: runId }],
  };
  return dueMs === undefined ? waitsFor[kind] : [...waitsFor[kind], `, due ${full(dueMs)}`];
}

function after(elapsedMs: number | undefined): string {
  return elapsedMs === undefined ? "" : ` after ${formatDuration(elapsedMs)}`;
}

function shorten(hash: string): string {
  return hash.slice(0, 12);
}
