import type { Actor } from "../../actor.js";
import type { LogEvent } from "../../log/event.js";
import { readEvent } from "../../log/stream-kind.js";
import type { MomentText } from "../../moment-text.js";
import { type RunEvent, runKind } from "../../run/run-kind.js";
import { describeEvent } from "./event-words.js";
import type { Block, Words } from "./page.js";

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
export function toHistory(events: readonly LogEvent[], moments: MomentText): readonly HistoryEntry[] {
  return events.flatMap((kept) => {
    const event = readEvent(runKind, kept);
    if (event.type === "run.requested" || event.type === "run.finished") return [];
    const { at, actor } = event;
    return [
      {
        ...{ at, actor, stepId: stepOf(event), words: describeEvent(event, moments) },
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
  moments: MomentText,
): Block {
  const { time, full } = moments;
  const isOneDay = areOnOneDay(
    entries.map(({ at }) => at),
    moments,
  );
  return {
    block: "table",
    caption,
    header: ["When", "Who", "What"],
    rows: entries.map(({ at, actor, words }) => [
      [isOneDay ? time(at) : full(at)],
      [nameActor(actor)],
      words,
    ]),
  };
}

/** Whether times of day are enough to tell moments apart. */
export function areOnOneDay(moments: readonly number[], { full }: MomentText): boolean {
  return new Set(moments.map((at) => full(at).split(",")[0])).size < 2;
}

function stepOf({ data }: RunEvent): string | undefined {
  if ("effectId" in data) return data.effectId;
  return "stepId" in data ? data.stepId : undefined;
}

function isOrdinary(event: RunEvent): boolean {
  if (event.type === "effect.intended") return event.data.attempt === 1;
  return event.type === "effect.succeeded" && event.data.found !== true;
}
