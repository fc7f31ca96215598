import { formatDuration } from "@spm-ops/core";
import type { Severity, Symptom } from "../../incident/symptom.js";
import type { Look } from "../probe/probe.js";
import type { Standing } from "../standing/standing.js";

/** What was told and still stands. */
export interface ToldStanding {
  readonly down: boolean;
  readonly warning: boolean;
}

/** What a symptom says of that which is looked at. */
export interface WatchedSubject {
  readonly probeId: string;
  readonly title: string;
  readonly environment?: string | undefined;
}

/** What there is to tell of, and when. */
export interface Telling {
  readonly standing: Standing;
  readonly look: Look;
  /** Whether it is being worked on, as was announced. */
  readonly inMaintenance: boolean;
  readonly inService: boolean;
}

/**
 * Decides what is to be told, from what was told before and what is so now. Pure.
 *
 * Maintenance holds back all telling, not the looking: at its end what is so is compared with what was told before it. So
 * an outage that goes on after it is told then, with its true beginning, one that was told before is not told again, and
 * one that has ended meanwhile is told as ended. Flapping is one thing: it is told as down until it has come to rest.
 * `unknown` tells nothing. Out of service hours an outage is a warning.
 */
export function tellStanding(
  subject: WatchedSubject,
  told: ToldStanding,
  telling: Telling,
): readonly Symptom[] {
  if (telling.inMaintenance) return [];
  return [...tellDown(subject, told, telling), ...tellWarning(subject, told, telling)];
}

/** What is told once symptoms have been. */
export function afterTelling(told: ToldStanding, symptoms: readonly Symptom[]): ToldStanding {
  const last = (isDown: boolean) => symptoms.findLast(({ kind }) => (kind === "down") === isDown)?.state;
  const stands = (state: Symptom["state"] | undefined, before: boolean) =>
    state === undefined ? before : state === "raised";
  return { down: stands(last(true), told.down), warning: stands(last(false), told.warning) };
}

function tellDown(subject: WatchedSubject, told: ToldStanding, { standing, look, inService }: Telling) {
  const { state, flapping, sinceMs, lastLookMs } = standing;
  const isDown = state === "down" || (flapping && state !== "unknown");
  const isUp = state === "up" && !flapping;
  const severity = inService ? "critical" : "warning";
  if (isDown && !told.down) {
    const lasting = `${subject.title} is down since ${toMoment(sinceMs)}: ${look.detail}.`;
    const changing = `${subject.title} goes up and down, ${standing.changedAt.length} times of late: ${look.detail}.`;
    return [
      toSymptom(subject, "down", {
        state: "raised",
        severity,
        at: sinceMs,
        explanation: flapping ? changing : lasting,
      }),
    ];
  }
  if (!isUp || !told.down) return [];
  const quiet = formatDuration(lastLookMs - sinceMs);
  const explanation = `${subject.title} is up since ${toMoment(sinceMs)}, seen so for ${quiet}: ${look.detail}.`;
  return [toSymptom(subject, "down", { state: "cleared", severity, at: sinceMs, explanation })];
}

function tellWarning(subject: WatchedSubject, told: ToldStanding, { look }: Telling): readonly Symptom[] {
  const isGone = look.state === "up" && look.warning === undefined && told.warning;
  const isNew = look.warning !== undefined && !told.warning;
  if (!isGone && !isNew) return [];
  const explanation = `${subject.title}: ${look.warning ?? look.detail}.`;
  const state = isNew ? "raised" : "cleared";
  return [toSymptom(subject, "rule", { state, severity: "warning", at: look.checkedAt, explanation })];
}

function toSymptom(
  { probeId, title, environment }: WatchedSubject,
  kind: "down" | "rule",
  said: Pick<Symptom, "state" | "at" | "explanation"> & { readonly severity: Severity },
): Symptom {
  const key = kind === "down" ? `availability:${probeId}` : `availability:${probeId}:warning`;
  return { key, kind, subject: title, ...(environment === undefined ? {} : { environment }), ...said };
}

function toMoment(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
