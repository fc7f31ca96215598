import { defineStreamKind, type FoldedEvent, type InstantPeriod } from "@spm-ops/core";
import { z } from "zod";
import { tellingName } from "../../incident/spell.js";
import type { SlotTelling } from "../slot-symptoms.js";
import { toldSymptom } from "./slot-news.js";

const span = z.object({ fromMs: z.number(), toMs: z.number() });
const tellings = z.array(toldSymptom);

const monitorEvents = {
  /** What a month begins with: since when there is a monitor, when it watched last, what stands and what is to be told. */
  "monitor.carried": z.object({
    monitorId: z.string(),
    begunMs: z.number(),
    last: span,
    told: tellings,
    untold: tellings,
  }),
  /** It watched, and this is to be told. */
  "monitor.watched": z.object({ ...span.shape, news: tellings }),
  /** This was told, by its name. */
  "monitor.told": z.object({ names: z.array(z.string()) }),
} as const;

/** What a month tells of a monitor. */
export interface MonitorMonth {
  readonly monitorId: string;
  /** Since when there is a monitor: slots before are not judged. */
  readonly begunMs: number;
  /** The times in which it watched, in order, with the last one before the month. */
  readonly watched: readonly InstantPeriod[];
  /** The latest news of each thing. */
  readonly told: readonly SlotTelling[];
  /** News that nobody is known to have been told yet. */
  readonly untold: readonly SlotTelling[];
}

/** The watching of a slot monitor as streams, one a month (UTC): `<monitor>@2026-03`. */
export const slotMonitorKind = defineStreamKind({
  name: "slot-monitor",
  events: monitorEvents,
  fold: foldMonth,
  index: ({ monitorId, told: all }) => {
    const isWrong = all.some(({ symptom }) => symptom.state === "raised");
    return { status: isWrong ? "wrong" : "well", subject: monitorId };
  },
});

function foldMonth(month: MonitorMonth | undefined, event: FoldedEvent<typeof monitorEvents>): MonitorMonth {
  if (event.type === "monitor.carried") {
    const { last, ...carried } = event.data;
    return { ...carried, watched: [last] };
  }
  if (month === undefined) throw new TypeError(`${event.type} in a month that nothing was carried into`);
  if (event.type === "monitor.told") {
    const isUntold = ({ symptom }: SlotTelling) => !event.data.names.includes(tellingName(symptom));
    return { ...month, untold: month.untold.filter(isUntold) };
  }
  const { fromMs, toMs, news } = event.data;
  const latest = new Map([...month.told, ...news].map((each) => [each.symptom.key, each]));
  return {
    ...month,
    watched: addSpan(month.watched, { fromMs, toMs }),
    told: [...latest.values()],
    untold: [...month.untold, ...news],
  };
}

/** Times that overlap or touch are one, also where several watched. In order. */
function addSpan(watched: readonly InstantPeriod[], next: InstantPeriod): readonly InstantPeriod[] {
  const touches = ({ fromMs, toMs }: InstantPeriod) => fromMs <= next.toMs && toMs >= next.fromMs;
  const joined = [next, ...watched.filter(touches)];
  const span = {
    fromMs: Math.min(...joined.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...joined.map(({ toMs }) => toMs)),
  };
  return [...watched.filter((each) => !touches(each)), span].sort((a, b) => a.fromMs - b.fromMs);
}
