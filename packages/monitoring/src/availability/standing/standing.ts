import type { Availability } from "@spm-ops/core";
import { z } from "zod";
import type { ParsedStandingPolicy } from "./standing-policy.js";

const stateSchema = z.enum(["up", "down", "unknown"]);

export type AvailabilityState = Availability["state"];

/** A look that could tell, as it is remembered: when, and whether it found it down. */
const recentLook = z.object({ at: z.number(), down: z.boolean() });

/** Where something that is looked at stands, in as much memory as the next decision needs. */
export const standingSchema = z.object({
  state: stateSchema,
  /** When it became so, in milliseconds since 1970: the first of the looks that decided it, not the last. */
  sinceMs: z.number(),
  /** The latest looks that could tell, oldest first. */
  recent: z.array(recentLook).readonly(),
  /** When the looks began, as far as they are the latest, that could not tell, and how many they are. */
  untold: z.object({ sinceMs: z.number(), looks: z.number() }).optional(),
  /** Whether it was down when it was last known. */
  wasDown: z.boolean(),
  /** When it changed between up and down lately. */
  changedAt: z.array(z.number()).readonly(),
  flapping: z.boolean(),
  lastLookMs: z.number(),
});

export type Standing = Readonly<z.output<typeof standingSchema>>;

/** What a decision rests on: what was found, and when. */
export type DecidingLook = Pick<Availability, "state" | "checkedAt">;

/**
 * The standing after a look. Pure: looks that were kept can be folded again, also under another policy.
 *
 * A change counts from the first of the looks that decided it. Looks that cannot tell neither help nor hinder, until they
 * are too many in a row. After a gap in which nobody looked the standing is `unknown` until looks decide anew; whether it
 * was down before is remembered. A look with an earlier time than the one before counts as of the same time.
 */
export function foldLook(
  standing: Standing | undefined,
  { state, checkedAt }: DecidingLook,
  policy: ParsedStandingPolicy,
): Standing {
  const at = Math.max(Math.trunc(checkedAt), standing?.lastLookMs ?? -Infinity);
  const before = standing === undefined ? beginAt(at) : afterGap(standing, at, policy);
  const next =
    state === "unknown"
      ? tellNothing(before, at, policy)
      : tell(before, at, { down: state === "down", policy });
  return settleFlapping({ ...next, lastLookMs: at }, at, policy);
}

function beginAt(at: number): Standing {
  return {
    state: "unknown",
    sinceMs: at,
    recent: [],
    wasDown: false,
    changedAt: [],
    flapping: false,
    lastLookMs: at,
  };
}

function afterGap(standing: Standing, at: number, { maxGapMs }: ParsedStandingPolicy): Standing {
  if (at - standing.lastLookMs <= maxGapMs) return standing;
  const sinceMs = standing.state === "unknown" ? standing.sinceMs : standing.lastLookMs;
  return { ...standing, state: "unknown", sinceMs, recent: [], untold: undefined };
}

function tellNothing(standing: Standing, at: number, { unknownAfter }: ParsedStandingPolicy): Standing {
  const { sinceMs, looks } = standing.untold ?? { sinceMs: at, looks: 0 };
  const untold = { sinceMs, looks: looks + 1 };
  if (standing.state === "unknown" || untold.looks < unknownAfter) return { ...standing, untold };
  return { ...standing, state: "unknown", sinceMs, recent: [], untold };
}

function tell(
  standing: Standing,
  at: number,
  { down, policy }: { readonly down: boolean; readonly policy: ParsedStandingPolicy },
): Standing {
  const kept = Math.max(policy.down.of, policy.up.of);
  const recent = [...standing.recent, { at, down }].slice(-kept);
  const told: Standing = { ...standing, recent, untold: undefined };
  const downFrom = standing.state === "down" ? undefined : decidedFrom(recent, true, policy.down);
  const upFrom = standing.state === "up" ? undefined : decidedFrom(recent, false, policy.up);
  if (downFrom !== undefined) return changeTo(told, "down", downFrom);
  return upFrom === undefined ? told : changeTo(told, "up", upFrom);
}

/** The first of the looks that decide for down, or for up; nothing when they are too few. */
function decidedFrom(
  recent: Standing["recent"],
  down: boolean,
  { count, of }: { readonly count: number; readonly of: number },
): number | undefined {
  const deciding = recent.slice(-of).filter((look) => look.down === down);
  return deciding.length < count ? undefined : deciding[0]?.at;
}

function changeTo(standing: Standing, state: "up" | "down", from: number): Standing {
  // The first looks of all, and those after a gap, may decide for a time at which nothing was known; never for one before.
  const wasDown = state === "down";
  const hasChanged = wasDown !== standing.wasDown;
  // What was down cannot have been up at the very same time, also where a clock has stood still.
  const changedMs = hasChanged ? (standing.changedAt.at(-1) ?? -Infinity) + 1 : -Infinity;
  const sinceMs = Math.max(from, standing.sinceMs, changedMs);
  const changedAt = hasChanged ? [...standing.changedAt, sinceMs].slice(-100) : standing.changedAt;
  return { ...standing, state, sinceMs, wasDown, changedAt };
}

function settleFlapping(standing: Standing, at: number, { flapping }: ParsedStandingPolicy): Standing {
  const changedAt = standing.changedAt.filter((changedMs) => changedMs > at - flapping.withinMs);
  const isFlapping = changedAt.length >= flapping.changes || (standing.flapping && changedAt.length > 0);
  return { ...standing, changedAt, flapping: isFlapping };
}

/** Whether all looks that still count agree with the standing: one more that does, or one less, makes no difference. */
export function isSteady({ state, recent, untold }: Standing): boolean {
  if (state === "unknown") return recent.length === 0;
  return untold === undefined && recent.every(({ down }) => down === (state === "down"));
}

/**
 * What a look is worth when the prober itself may be cut off: `down` counts as `unknown` while the reference, something
 * that is known to be up, is not seen up either.
 */
export function weighLook<Told extends Availability>(look: Told, reference: Availability | undefined): Told {
  if (look.state !== "down" || reference === undefined || reference.state === "up") return look;
  return {
    ...look,
    state: "unknown",
    detail: `${look.detail}; but the reference was not seen up either: ${reference.detail}`,
  };
}
