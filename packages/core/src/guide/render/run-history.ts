import type { Actor } from "../../actor.js";
import { formatDuration } from "../../figure-text.js";
import type { LogEvent } from "../../log/event.js";
import { readEvent } from "../../log/stream-kind.js";
import type { MomentText } from "../../moment-text.js";
import { type RunEvent, runKind } from "../../run/run-kind.js";
import type { Block, Words } from "./page.js";
import { shortenValue } from "./value-text.js";

/** One thing that happened in a run: when, by whom, and what. */
export interface HistoryEntry {
  /** Absent for what concerns the whole run. */
  readonly stepId: string | undefined;
  readonly at: number;
  readonly actor: Actor;
  readonly words: Words;
  /** It says more than that a step was begun and succeeded. */
  readonly isRemarkable: boolean;
}

/**
 * What the events of a run tell, in order, but for its request and its end.
 *
 * @throws SpmError `log.damaged` for an event of another kind, `log.expired` for one whose data was let go.
 */
export function toHistory(events: readonly LogEvent[]): readonly HistoryEntry[] {
  return events.flatMap((kept) => {
    const event = readEvent(runKind, kept);
    if (event.type === "run.requested" || event.type === "run.finished") return [];
    const { at, actor } = event;
    return [
      {
        ...{ at, actor, stepId: stepOf(event), words: describeEvent(event) },
        isRemarkable: !isOrdinary(event),
      },
    ];
  });
}

/** `operations-service (service)`. */
export function nameActor({ kind, id }: Actor): string {
  return `${id} (${kind})`;
}

/** A table of what happened. */
export function toHistoryTable(
  caption: string,
  entries: readonly HistoryEntry[],
  { time }: MomentText,
): Block {
  return {
    block: "table",
    caption,
    header: ["When", "Who", "What"],
    rows: entries.map(({ at, actor, words }) => [[time(at)], [nameActor(actor)], words]),
  };
}

function stepOf({ data }: RunEvent): string | undefined {
  if ("effectId" in data) return data.effectId;
  return "stepId" in data ? data.stepId : undefined;
}

function isOrdinary(event: RunEvent): boolean {
  if (event.type === "effect.intended") return event.data.attempt === 1;
  return event.type === "effect.succeeded" && event.data.found !== true;
}

function describeEvent(event: Exclude<RunEvent, { type: "run.requested" | "run.finished" }>): Words {
  switch (event.type) {
    case "effect.intended":
      return [`Attempt ${event.data.attempt} begun`];
    case "effect.succeeded": {
      const { found, refusal } = event.data;
      const how = found === true ? "Found to have happened" : `Done${after(event.data.elapsedMs)}`;
      return refusal === undefined ? [how] : [`${how}, not accepted: `, refusal];
    }
    case "effect.failed": {
      const { failure, willRetry } = event.data;
      const then = willRetry ? "; will be tried again" : "";
      return [`Failed${after(event.data.elapsedMs)}: `, failure.message, ` (${failure.code})${then}`];
    }
    case "effect.in-doubt":
      return ["Left in doubt: ", event.data.reason];
    case "effect.resolved":
      return event.data.as === "absent"
        ? ["Found out that it has not happened: ", event.data.reason]
        : [
            "Found out that it has happened: ",
            event.data.reason,
            " Taken as its output: ",
            { code: shortenValue(event.data.output) },
          ];
    case "run.resumed":
      return ["Taken up again by ", event.data.worker];
    case "run.cancel-requested":
      return ["Asked to cancel: ", event.data.reason];
    case "run.held":
      return ["Held: ", event.data.reason];
    case "run.released":
      return ["Released: ", event.data.reason];
    case "step.skipped":
      return ["Skipped: ", event.data.reason];
    case "step.overridden":
      return ["Overridden: ", event.data.reason, " Its output: ", { code: shortenValue(event.data.output) }];
    case "step.reused":
      return ["Taken over from the run ", { code: event.data.fromRunId }, ": ", event.data.reason];
    case "act.refused":
      return [`Refused: ${event.data.act}: `, event.data.why];
  }
}

function after(elapsedMs: number | undefined): string {
  return elapsedMs === undefined ? "" : ` after ${formatDuration(elapsedMs)}`;
}
