import {
  type BusinessCalendarDocument,
  defineBusinessCalendar,
  defineSchedule,
  defineStreamKind,
  type EventOf,
  type FoldedEvent,
  isSpmError,
  type Schedule,
  type ScheduleDocument,
} from "@spm-ops/core";
import { z } from "zod";
import type { EnvironmentMaintenance, KeptNotice, PlannedMaintenance } from "./planned-maintenance.js";

const period = z.object({ fromMs: z.number(), toMs: z.number() });
const said = { id: z.string().min(1), reason: z.string().min(1) };

/** A schedule as its document, with that of the calendar that it names: together they say the same for ever. */
interface SchedulePaper {
  readonly document: ScheduleDocument;
  readonly calendar?: BusinessCalendarDocument | undefined;
}

const schedulePaper = z
  .object({
    document: z.custom<ScheduleDocument>((value) => typeof value === "object" && value !== null),
    calendar: z
      .custom<BusinessCalendarDocument>((value) => typeof value === "object" && value !== null)
      .optional(),
  })
  .refine(isReadable, "is no schedule");

const maintenanceEvents = {
  "window.announced": z.object({ ...said, title: z.string().min(1), period }),
  "window.changed": z.object({ ...said, period }),
  "window.called-off": z.object(said),
  "rule.agreed": z.object({
    ...said,
    title: z.string().min(1),
    schedule: schedulePaper,
    durationMs: z.number().positive(),
    fromMs: z.number().optional(),
  }),
  "rule.ended": z.object(said),
  /** Somebody asked for what cannot be done; it is kept, and changes nothing. */
  "act.refused": z.object({ id: z.string(), act: z.string(), why: z.string() }),
} as const;

export type MaintenanceEvent = EventOf<typeof maintenanceEvents>;
type Folded = FoldedEvent<typeof maintenanceEvents>;

/** The agreed maintenance of an environment as one stream under its name: whoever reads it has all of it. */
export const maintenanceKind = defineStreamKind({
  name: "maintenance",
  events: maintenanceEvents,
  fold: foldMaintenance,
  index: ({ environment, planned }) => {
    const stands = planned.some((each) =>
      "schedule" in each ? each.ended === undefined : each.notices.at(-1)?.period !== undefined,
    );
    return { status: stands ? "planned" : "none", subject: environment };
  },
});

/** A schedule on paper, so that it can be read back without the guide that declared it. */
export function toSchedulePaper({ document, calendar }: Schedule): SchedulePaper {
  return { document, ...(calendar === undefined ? {} : { calendar: calendar.document }) };
}

function toSchedule({ document, calendar }: SchedulePaper): Schedule {
  const calendars = calendar === undefined ? [] : [defineBusinessCalendar(calendar)];
  return defineSchedule(document, { calendars });
}

function isReadable(paper: SchedulePaper): boolean {
  try {
    return toSchedule(paper).id !== "";
  } catch (error) {
    if (isSpmError(error, "config.invalid")) return false;
    throw error;
  }
}

function foldMaintenance(before: EnvironmentMaintenance | undefined, event: Folded): EnvironmentMaintenance {
  const state = before ?? { environment: event.stream.id, planned: [] };
  if (event.type === "act.refused") return state;
  if (event.type === "window.announced" || event.type === "rule.agreed") {
    return { ...state, planned: [...state.planned, begin(event)] };
  }
  const { id } = event.data;
  const planned = state.planned.map((each) => (each.id === id ? change(each, event) : each));
  return { ...state, planned };
}

type Beginning = Extract<Folded, { type: "window.announced" | "rule.agreed" }>;

function begin(event: Beginning): PlannedMaintenance {
  if (event.type === "window.announced") {
    const { id, title, period: announced } = event.data;
    return { id, title, notices: [toNotice(event, announced)] };
  }
  const { id, title, schedule, durationMs, fromMs, reason } = event.data;
  const agreed = { by: event.actor, at: event.at, reason };
  const rule = { id, title, schedule: toSchedule(schedule), durationMs, announcedMs: event.at, agreed };
  return fromMs === undefined ? rule : { ...rule, fromMs };
}

function change(planned: PlannedMaintenance, event: Exclude<Folded, Beginning>): PlannedMaintenance {
  if ("schedule" in planned) {
    if (event.type !== "rule.ended") return planned;
    const ended = { by: event.actor, at: event.at, reason: event.data.reason };
    return { ...planned, ended, endedMs: event.at };
  }
  if (event.type !== "window.changed" && event.type !== "window.called-off") return planned;
  const next = event.type === "window.changed" ? event.data.period : undefined;
  return { ...planned, notices: [...planned.notices, toNotice(event, next)] };
}

function toNotice(
  { actor, at, data }: Extract<Folded, { type: `window.${string}` }>,
  noticed: KeptNotice["period"],
): KeptNotice {
  const notice = { announcedMs: at, by: actor, reason: data.reason };
  return noticed === undefined ? notice : { ...notice, period: noticed };
}
