import type { Symptom } from "../../incident/symptom.js";
import { type Maintenance, maintenanceTime } from "../calendar/maintenance.js";
import { ALWAYS, type ServiceCalendar } from "../calendar/service-calendar.js";
import type { Look, Probe } from "../probe/probe.js";
import { foldLook, type Standing, weighLook } from "../standing/standing.js";
import type { ParsedStandingPolicy } from "../standing/standing-policy.js";
import type { AvailabilityFact } from "../uptime/availability-fact.js";
import type { AvailabilityStore, Remembered } from "./availability-store.js";
import { afterTelling, type ToldStanding, tellStanding } from "./tell-standing.js";

/** A probe, and what its looks are about. */
export interface WatchedProbe {
  readonly probe: Probe;
  /** The environment as the guide names it. */
  readonly environment?: string | undefined;
  /** @defaultValue day and night */
  readonly service?: ServiceCalendar | undefined;
  /** Asked at each look, so that windows may be announced and changed at any time. @defaultValue none */
  readonly maintenance?: (() => readonly Maintenance[]) | undefined;
}

/** What the looks at all probes share. */
export interface WatchServices {
  readonly store: AvailabilityStore;
  readonly reference?: Probe | undefined;
  readonly policy: ParsedStandingPolicy;
  /** How long times that were watched may wait before they are kept. */
  readonly heartbeatMs: number;
  onSymptom(symptom: Symptom): Promise<void> | void;
}

type Watched = Extract<AvailabilityFact, { type: "watched" }>;

/** Makes the looks at one probe, each of which is folded, kept as far as needed, and told. Not to be called twice at once. */
export function createProbeWatch(watched: WatchedProbe, services: WatchServices) {
  const { probe, environment } = watched;
  const { store, policy } = services;
  const subject = { probeId: probe.id, title: probe.title, environment };
  let remembered: Remembered | undefined;
  let isLoaded = false;
  let unkept: readonly AvailabilityFact[] = [];

  const keep = async () => {
    if (remembered === undefined || unkept.length === 0) return;
    await store.append(probe.id, unkept, remembered);
    unkept = [];
  };
  return {
    async look(signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      if (!isLoaded) remembered = await store.find(probe.id);
      isLoaded = true;
      const seen = await probe.look({ signal });
      const look = weighLook(
        seen,
        seen.state === "down" ? await services.reference?.look({ signal }) : undefined,
      );
      const before = remembered?.standing;
      const standing = foldLook(before, look, policy);
      const told = remembered?.told ?? { down: false, warning: false };
      remembered = { standing, told };
      const changes = toChanges(before, standing, look);
      unkept = [...addWatched(unkept, toWatched(before, standing, { look, policy })), ...changes];
      const symptoms = tellStanding(subject, told, {
        standing,
        look,
        ...circumstances(watched, standing.lastLookMs),
      });
      for (const symptom of symptoms) {
        // ToldStanding before it is kept: a crash between tells it twice, under the same key and of the same time, never not at all.
        await services.onSymptom(symptom);
        const now: ToldStanding = afterTelling(remembered.told, [symptom]);
        remembered = { standing, told: now };
      }
      if (changes.length > 0 || symptoms.length > 0 || isOld(unkept, services.heartbeatMs)) await keep();
    },
    keep,
  };
}

function circumstances({ service = ALWAYS, maintenance }: WatchedProbe, at: number) {
  const moment = { fromMs: at, toMs: at + 1 };
  return {
    inService: service.serviceTime(moment).length > 0,
    inMaintenance: maintenanceTime(maintenance?.() ?? [], moment).length > 0,
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
): Watched {
  const isNear = before !== undefined && lastLookMs - before.lastLookMs <= policy.maxGapMs;
  const looks = { up: 0, down: 0, unknown: 0, [look.state]: 1 };
  return { type: "watched", fromMs: isNear ? before.lastLookMs : lastLookMs, toMs: lastLookMs, looks };
}

function addWatched(facts: readonly AvailabilityFact[], next: Watched): readonly AvailabilityFact[] {
  const last = facts.at(-1);
  if (last?.type !== "watched" || last.toMs !== next.fromMs) return [...facts, next];
  const looks = {
    up: last.looks.up + next.looks.up,
    down: last.looks.down + next.looks.down,
    unknown: last.looks.unknown + next.looks.unknown,
  };
  return [...facts.slice(0, -1), { ...last, toMs: next.toMs, looks }];
}

function isOld(facts: readonly AvailabilityFact[], heartbeatMs: number): boolean {
  const times = facts.filter((fact) => fact.type === "watched");
  return (times.at(-1)?.toMs ?? 0) - (times[0]?.fromMs ?? 0) >= heartbeatMs;
}
