import { defineStreamKind, type FoldedEvent } from "@spm-ops/core";
import { z } from "zod";
import { tellingName } from "../incident/spell.js";
import { type Symptom, symptomSchema } from "../incident/symptom.js";
import { withNews } from "./run-tellings.js";

const symptoms = z.array(symptomSchema);

const runMonitorEvents = {
  /** What a month begins with: since when there is a monitor, what was told last of each thing, and what is to be told. */
  "monitor.carried": z.object({
    monitorId: z.string(),
    begunMs: z.number(),
    told: symptoms,
    untold: symptoms,
  }),
  /** This is to be told. */
  "monitor.found": z.object({ symptoms }),
  /** This was told, by its name. */
  "monitor.told": z.object({ names: z.array(z.string()) }),
  /** From then on a figure may lie on another level: a release, a move, a new contract. */
  "change.announced": z.object({
    subject: z.string(),
    measure: z.string(),
    fromMs: z.number(),
    reason: z.string(),
  }),
} as const;

/** From when on a figure may lie on another level. */
export interface AnnouncedChange {
  readonly subject: string;
  readonly measure: string;
  readonly fromMs: number;
  readonly reason: string;
}

/** What a month tells of a monitor of runs. */
export interface RunMonitorMonth {
  readonly monitorId: string;
  /** Since when there is a monitor: what ended before is learned from and not told. */
  readonly begunMs: number;
  /** The latest that was found of each thing. */
  readonly told: ReadonlyMap<string, Symptom>;
  /** What nobody is known to have been told yet. */
  readonly untold: readonly Symptom[];
  readonly changes: readonly AnnouncedChange[];
}

/** The watching of a run monitor as streams, one a month (UTC): `<monitor>@2026-03`. */
export const runMonitorKind = defineStreamKind({
  name: "run-monitor",
  events: runMonitorEvents,
  fold: foldMonth,
  index: ({ monitorId, told }) => {
    const isWrong = [...told.values()].some(({ state }) => state === "raised");
    return { status: isWrong ? "wrong" : "well", subject: monitorId };
  },
});

function foldMonth(
  month: RunMonitorMonth | undefined,
  { type, data }: FoldedEvent<typeof runMonitorEvents>,
): RunMonitorMonth {
  if (type === "monitor.carried") {
    const { monitorId, begunMs, told, untold } = data;
    return { monitorId, begunMs, told: withNews(new Map(), told), untold, changes: [] };
  }
  if (month === undefined) throw new TypeError(`${type} in a month that nothing was carried into`);
  switch (type) {
    case "monitor.found":
      return {
        ...month,
        told: withNews(month.told, data.symptoms),
        untold: [...month.untold, ...data.symptoms],
      };
    case "monitor.told":
      return { ...month, untold: month.untold.filter((each) => !data.names.includes(tellingName(each))) };
    case "change.announced":
      return { ...month, changes: [...month.changes, data] };
  }
}
