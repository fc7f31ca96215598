import {
  type Actor,
  actorSchema,
  canonicalJson,
  type InstantPeriod,
  type Schedule,
  toJsonValue,
} from "@spm-ops/core";
import { z } from "zod";
import { type MaintenanceEvent, toSchedulePaper } from "./maintenance-kind.js";
import type { AgreedRule, PlannedMaintenance, PlannedWindow } from "./planned-maintenance.js";

/** Something that is said of maintenance. */
export interface MaintenanceAct {
  /** The environment as the guide names it. */
  readonly environment: string;
  /** What tells it from the other maintenance of the environment. */
  readonly id: string;
  readonly actor: Actor;
  /** Why. Kept in the log. */
  readonly reason: string;
}

export type WindowAnnouncement = MaintenanceAct & {
  readonly title: string;
  readonly period: InstantPeriod;
};

export type WindowChange = MaintenanceAct & {
  /** When it is to be instead. */
  readonly period: InstantPeriod;
};

export type RuleAgreement = MaintenanceAct & {
  readonly title: string;
  /** When it begins, each time. Kept with the calendar that it names, as they are now. */
  readonly schedule: Schedule;
  readonly durationMs: number;
  /** From when on it holds. @defaultValue from when it is agreed on */
  readonly fromMs?: number | undefined;
};

/** What an act leads to: an event, nothing when it was done before, or why it cannot be. */
export type MaintenanceDecision = MaintenanceEvent | "done" | { readonly refused: string };

const text = z.string().refine((value) => value.trim() !== "", "must not be empty");
const instant = z.number().refine(Number.isFinite, "is no moment");
const act = { environment: text, id: text, actor: actorSchema, reason: text };
const period = z
  .strictObject({ fromMs: instant, toMs: instant })
  .refine(({ fromMs, toMs }) => fromMs < toMs, { path: ["toMs"], message: "does not lie after fromMs" });

/** How each act is checked. */
export const maintenanceActs = {
  announce: z.strictObject({ ...act, title: text, period }),
  change: z.strictObject({ ...act, period }),
  "call off": z.strictObject(act),
  "agree on": z.strictObject({
    ...act,
    title: text,
    schedule: z.custom<Schedule>((value) => typeof value === "object" && value !== null, "is no schedule"),
    durationMs: z.number().positive(),
    fromMs: instant.optional(),
  }),
  end: z.strictObject(act),
};

/** What can be done to maintenance, in words. */
export type MaintenanceActName = keyof typeof maintenanceActs;

/** Said again it is done already: of what is announced, what it was announced with counts. */
export function announceWindow(
  { id, title, period: announced, reason }: WindowAnnouncement,
  known: PlannedMaintenance | undefined,
  now: number,
): MaintenanceDecision {
  if (known !== undefined) {
    const isSame = !isRule(known) && known.title === title && isSamePeriod(known.notices[0], announced);
    return isSame ? "done" : TAKEN;
  }
  if (announced.toMs <= now) return { refused: "its end has passed" };
  return { type: "window.announced", data: { id, title, period: announced, reason } };
}

export function changeWindow(
  { id, period: next, reason }: WindowChange,
  known: PlannedMaintenance,
  now: number,
): MaintenanceDecision {
  const refused = whyNoWindow(known, now);
  if (refused !== undefined) return { refused };
  if (!isRule(known) && isSamePeriod(known.notices.at(-1), next)) return "done";
  if (next.toMs <= now) return { refused: "its new end has passed; call it off" };
  return { type: "window.changed", data: { id, period: next, reason } };
}

export function callOffWindow(
  { id, reason }: MaintenanceAct,
  known: PlannedMaintenance,
  now: number,
): MaintenanceDecision {
  const refused = whyNoWindow(known, now);
  return refused === undefined ? { type: "window.called-off", data: { id, reason } } : { refused };
}

export function agreeOnRule(
  { id, title, schedule, durationMs, fromMs, reason }: RuleAgreement,
  known: PlannedMaintenance | undefined,
): MaintenanceDecision {
  const paper = toSchedulePaper(schedule);
  if (known !== undefined) {
    const asked = { title, paper, durationMs, fromMs };
    return isRule(known) && isSameJson(termsOf(known), asked) ? "done" : TAKEN;
  }
  const rule = { id, title, schedule: paper, durationMs, reason };
  return { type: "rule.agreed", data: fromMs === undefined ? rule : { ...rule, fromMs } };
}

export function endRule({ id, reason }: MaintenanceAct, known: PlannedMaintenance): MaintenanceDecision {
  if (!isRule(known)) return { refused: "it is a single window; call it off" };
  if (known.ended !== undefined) return { refused: `${known.ended.by.id} has ended it already` };
  return { type: "rule.ended", data: { id, reason } };
}

const TAKEN = { refused: "there is other maintenance with this id" };

function isRule(planned: PlannedMaintenance): planned is AgreedRule {
  return "schedule" in planned;
}

/** Why there is no window any more that could be changed. */
function whyNoWindow(known: PlannedMaintenance, now: number): string | undefined {
  if (isRule(known)) return "it comes again by a rule; end the rule, and agree on another";
  const last = known.notices.at(-1);
  if (last?.period === undefined) return `${last?.by.id} has called it off`;
  return last.period.toMs <= now ? "it has ended; announce another" : undefined;
}

function isSamePeriod(notice: PlannedWindow["notices"][number] | undefined, other: InstantPeriod): boolean {
  return notice?.period?.fromMs === other.fromMs && notice.period.toMs === other.toMs;
}

function termsOf({ title, schedule, durationMs, fromMs }: AgreedRule) {
  return { title, paper: toSchedulePaper(schedule), durationMs, fromMs };
}

function isSameJson(one: unknown, other: unknown): boolean {
  return canonicalJson(toJsonValue(one)) === canonicalJson(toJsonValue(other));
}
