import { type Cause, correlate } from "./correlate.js";
import type { CorrelationRules } from "./correlation-policy.js";
import { flapShare } from "./flapping.js";
import type { Incident } from "./incident.js";
import type { IncidentEvent } from "./incident-kind.js";
import { type KeyHistory, type Spell, tellingName, toSpells } from "./spell.js";
import type { Symptom } from "./symptom.js";

/** What is to be added to one incident. One that does not exist yet begins with it. */
export interface IncidentChange {
  readonly incidentId: string;
  readonly events: readonly IncidentEvent[];
}

/** What is known when it is decided. */
export interface Known {
  /** The incidents that are not closed, and closed ones that late news may be about; in the order of their opening. */
  readonly incidents: readonly Incident[];
  /** All that was ever told of the key that there is news of. Nothing when there is no news. */
  readonly tellings?: readonly Symptom[] | undefined;
}

/** A cause, and the incident that is or will be about it. */
interface Case {
  readonly cause: Cause;
  readonly incidentId: string;
  readonly incident: Incident | undefined;
}

/**
 * Decides what becomes of the incidents by what is known of the symptoms: one cause, one incident.
 *
 * Symptoms are sorted by their cause anew each time, so that in the end it makes no difference in which order they were
 * told, or how often. An incident keeps its identity for as long as its root stays its root; what turns out to be the
 * consequence of something else moves there, with all that was told of it, and moves out again when that proves wrong.
 * Deciding again on what this leads to decides nothing.
 */
export function decideIncidents(
  known: Known,
  rules: CorrelationRules,
  now: number,
): readonly IncidentChange[] {
  const histories = toHistories(known);
  const spells = [...histories.values()].flatMap((history) => toSpells(history, rules));
  const cases = assignIncidents(correlate(spells, rules), known.incidents);
  const holders = new Map(
    known.incidents.flatMap(({ id, symptoms }) =>
      symptoms.map((symptom) => [tellingName(symptom), id] as const),
    ),
  );
  const targets = new Map(
    cases.flatMap(({ cause, incidentId }) =>
      cause.spells.flatMap(({ tellings }) =>
        tellings.map((told) => [tellingName(told), incidentId] as const),
      ),
    ),
  );
  const acts = [
    ...cases.map((each) => actOnCase(each, { holders, histories, rules, now })),
    ...known.incidents.map((incident) => letGo(incident, targets, now)),
  ].filter(({ events }) => events.length > 0);
  const ids = [...new Set(acts.map(({ incidentId }) => incidentId))];
  return ids.map((incidentId) => ({
    incidentId,
    events: acts.filter((act) => act.incidentId === incidentId).flatMap(({ events }) => events),
  }));
}

/** What was told of each key, wherever it stands. */
function toHistories({ incidents, tellings = [] }: Known): ReadonlyMap<string, KeyHistory> {
  const all = [...incidents.flatMap(({ symptoms }) => symptoms), ...tellings];
  const ends = incidents.flatMap((incident) => incident.ends);
  const keys = [...new Set(all.map(({ key }) => key))];
  return new Map(
    keys.map((key) => [
      key,
      {
        tellings: all.filter((telling) => telling.key === key),
        endsMs: ends.filter((end) => end.key === key).map(({ atMs }) => atMs),
      },
    ]),
  );
}

/**
 * Finds for each cause the incident that began with it, or names a new one. Those that bear its very name come first: of
 * a spell that proved to be two, the incident of the later one would otherwise be given to the earlier one.
 */
function assignIncidents(causes: readonly Cause[], incidents: readonly Incident[]): readonly Case[] {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  const named = causes.map((cause) => ({ cause, id: nameOf(cause) }));
  const taken = new Set(named.map(({ id }) => id).filter((id) => byId.has(id)));
  return named.map(({ cause, id }) => {
    const incident = byId.get(id) ?? incidents.find((each) => !taken.has(each.id) && beganWith(each, cause));
    if (incident !== undefined) taken.add(incident.id);
    return { cause, incidentId: incident?.id ?? id, incident };
  });
}

function nameOf({ origin: [{ key, fromMs }] }: Cause): string {
  return `${key}@${new Date(fromMs).toISOString()}`;
}

function beganWith({ rootKey, symptoms }: Incident, { origin }: Cause): boolean {
  if (!origin.some(({ key }) => key === rootKey)) return false;
  const names = new Set(origin.flatMap(({ tellings }) => tellings.map(tellingName)));
  return symptoms.some((symptom) => names.has(tellingName(symptom)));
}

interface Surroundings {
  readonly holders: ReadonlyMap<string, string>;
  readonly histories: ReadonlyMap<string, KeyHistory>;
  readonly rules: CorrelationRules;
  readonly now: number;
}

function actOnCase({ cause, incidentId, incident }: Case, surroundings: Surroundings): IncidentChange {
  const { holders, histories, rules, now } = surroundings;
  const tellings = cause.spells.flatMap((spell) => spell.tellings);
  const events: IncidentEvent[] = [];
  if (incident === undefined)
    events.push({ type: "incident.opened", data: { rootKey: cause.origin[0].key } });
  for (const symptom of tellings) {
    if (holders.get(tellingName(symptom)) === incidentId) continue;
    if (symptom.state === "cleared") events.push({ type: "symptom.cleared", data: { symptom } });
    else events.push({ type: "symptom.joined", data: { symptom, ...endsFor(symptom, incident, histories) } });
  }
  const share = flapShare(tellings, rules, now);
  const wasFlapping = incident?.isFlapping ?? false;
  const isFlapping = share >= (wasFlapping ? rules.flapping.endShare : rules.flapping.startShare);
  const isOver = cause.spells.every(({ untilMs }) => untilMs !== undefined);
  const wasClosed = incident?.state === "closed";
  if (wasClosed && !isOver)
    events.push({ type: "incident.reopened", data: { atMs: lastRaisedMs(cause.spells) } });
  const closes = !wasClosed && isOver && !isFlapping;
  if (isFlapping && !wasFlapping && (!wasClosed || !isOver))
    events.push({ type: "incident.flapping", data: {} });
  if (wasFlapping && !isFlapping && !closes) events.push({ type: "incident.steadied", data: {} });
  if (closes) events.push({ type: "incident.closed", data: { atMs: endOf(cause.spells) } });
  return { incidentId, events };
}

/** When people called a symptom ended while it stood elsewhere: that holds here as well. */
function endsFor(
  { key }: Symptom,
  incident: Incident | undefined,
  histories: ReadonlyMap<string, KeyHistory>,
) {
  const known = incident?.ends.filter((end) => end.key === key).map(({ atMs }) => atMs) ?? [];
  const endsMs = histories.get(key)?.endsMs.filter((atMs) => !known.includes(atMs)) ?? [];
  return endsMs.length === 0 ? {} : { endsMs: [...new Set(endsMs)] };
}

function lastRaisedMs(spells: readonly Spell[]): number {
  const raised = spells.flatMap(({ tellings }) => tellings.filter(({ state }) => state === "raised"));
  return Math.max(...raised.map(({ at }) => at));
}

function endOf(spells: readonly Spell[]): number {
  return Math.max(...spells.map(({ untilMs, fromMs }) => untilMs ?? fromMs));
}

/** Lets go what belongs elsewhere. An incident of which nothing is left was a part of where the rest of it has gone. */
function letGo(incident: Incident, targets: ReadonlyMap<string, string>, now: number): IncidentChange {
  const elsewhere = incident.symptoms.flatMap((symptom) => {
    const name = tellingName(symptom);
    const to = targets.get(name) ?? incident.id;
    return to === incident.id ? [] : [{ name, to }];
  });
  const events: IncidentEvent[] = [...new Set(elsewhere.map(({ to }) => to))].map((to) => ({
    type: "symptom.left",
    data: { names: elsewhere.filter((each) => each.to === to).map(({ name }) => name), to },
  }));
  const partOf = elsewhere.at(-1)?.to;
  const isEmpty = partOf !== undefined && elsewhere.length === incident.symptoms.length;
  if (isEmpty && incident.state !== "closed") {
    events.push({ type: "incident.closed", data: { atMs: now, partOf } });
  }
  return { incidentId: incident.id, events };
}
