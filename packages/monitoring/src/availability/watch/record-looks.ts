import { type Maintenance, maintenanceTime } from "../calendar/maintenance.js";
import type { ServiceCalendar } from "../calendar/service-calendar.js";
import type { Look } from "../probe/probe.js";
import { foldLook, isSteady, type Standing } from "../standing/standing.js";
import type { ParsedStandingPolicy } from "../standing/standing-policy.js";
import { type AvailabilityFact, addFact } from "../uptime/availability-fact.js";
import type { Recording, Remembered } from "./availability-store.js";
import { afterTelling, tellStanding, type WatchedSubject } from "./tell-standing.js";

/** By what looks are folded and told. */
export interface LookTerms {
  readonly subject: WatchedSubject;
  readonly policy: ParsedStandingPolicy;
  readonly service: ServiceCalendar;
  readonly maintenance: readonly Maintenance[];
}

const NOTHING_TOLD = { down: false, warning: false };

/**
 * Folds the looks of a watch into what is remembered, whoever remembered it: nothing when there are none. Pure.
 *
 * The time that it calls watched begins where the one that was kept before ends, so none counts twice. Of the looks only
 * the newest may be older than what is remembered: the others were made before what another watch has seen since, and have
 * nothing more to say.
 */
export function recordLooks(
  before: Remembered | undefined,
  looks: readonly Look[],
  terms: LookTerms,
): Recording | undefined {
  const { subject, policy } = terms;
  let remembered = before;
  let facts: readonly AvailabilityFact[] = [];
  const news = [];
  for (const look of inTime(looks, before)) {
    const standing = foldLook(remembered?.standing, look, policy);
    const told = remembered?.told ?? NOTHING_TOLD;
    const circumstances = circumstancesAt(standing.lastLookMs, terms);
    const symptoms = tellStanding(subject, told, { standing, look, ...circumstances });
    const watched = toWatched(remembered?.standing, standing, { look, policy });
    facts = [...addFact(facts, watched), ...toChanges(remembered?.standing, standing, look)];
    news.push(...symptoms);
    remembered = { standing, told: afterTelling(told, symptoms) };
  }
  return remembered === undefined || facts.length === 0 ? undefined : { facts, remembered, news };
}

/**
 * Whether something should be kept now: what has changed or is to be told, what another watch has to know to decide, and
 * from time to time that it was watched. Else it may wait, and is made anew.
 */
export function isWorthKeeping({ facts, remembered, news }: Recording, heartbeatMs: number): boolean {
  const watched = facts.filter((fact) => fact.type === "watched");
  const watchedMs = (watched.at(-1)?.toMs ?? 0) - (watched[0]?.fromMs ?? 0);
  const hasChanged = facts.some(({ type }) => type === "changed");
  return hasChanged || news.length > 0 || !isSteady(remembered.standing) || watchedMs >= heartbeatMs;
}

/** Those that are newer than what is remembered, and the newest in any case. */
export function inTime(looks: readonly Look[], before: Remembered | undefined): readonly Look[] {
  const lastLookMs = before?.standing.lastLookMs ?? -Infinity;
  return looks.filter((look, index) => index === looks.length - 1 || look.checkedAt > lastLookMs);
}

function circumstancesAt(at: number, { service, maintenance }: LookTerms) {
  const moment = { fromMs: at, toMs: at + 1 };
  return {
    inService: service.serviceTime(moment).length > 0,
    inMaintenance: maintenanceTime(maintenance, moment).length > 0,
  };
}

function toChanges(before: Standing | undefined, { state, sinceMs }: Standing, { detail }: Look) {
  if (before?.state === state && before.sinceMs === sinceMs) return [];
  return [{ type: "changed", state, fromMs: sinceMs, detail } as const];
}

/** The time since the look before, where the gap is short enough to know it; else the moment alone. */
function toWatched(
  before: Standing | undefined,
  { lastLookMs }: Standing,
  { look, policy }: { readonly look: Look; readonly policy: ParsedStandingPolicy },
): AvailabilityFact {
  const isNear = before !== undefined && lastLookMs - before.lastLookMs <= policy.maxGapMs;
  const looks = { up: 0, down: 0, unknown: 0, [look.state]: 1 };
  return { type: "watched", fromMs: isNear ? before.lastLookMs : lastLookMs, toMs: lastLookMs, looks };
}
