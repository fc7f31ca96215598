import {
  type Clock,
  foldStream,
  isSpmError,
  type Log,
  parseOptions,
  type StreamWriting,
  toStreamWrite,
} from "@spm-ops/core";
import type { CorrelationRules } from "./correlation-policy.js";
import { decideIncidents, type IncidentChange } from "./decide.js";
import { incidentKind } from "./incident-kind.js";
import type { KnownIncidents, ReadIncident } from "./known-incidents.js";
import { tellingName } from "./spell.js";
import { type Symptom, symptomSchema } from "./symptom.js";
import { decisionKind, type SymptomHistory, symptomKind } from "./symptom-kind.js";

/** What deciding on incidents needs. */
export interface IncidentServices {
  readonly log: Log;
  readonly clock: Clock;
  readonly rules: CorrelationRules;
  readonly known: KnownIncidents;
  readonly writing: StreamWriting;
}

const DECISIONS = "all";

/**
 * Keeps a symptom, and decides what becomes of the incidents, all in one write. What was told already is told in vain.
 *
 * @returns the incident that the symptom stands in; nothing for good news of what was never wrong.
 * @throws SpmError `config.invalid` for what is no symptom.
 */
export async function tellSymptom(services: IncidentServices, symptom: Symptom): Promise<string | undefined> {
  const checked = parseOptions(symptomSchema, symptom, "a symptom");
  return untilFirst(() => tellOnce(services, checked));
}

/** Decides what time alone brings about: what has become steady, say. */
export function settleIncidents(services: IncidentServices): Promise<readonly string[]> {
  return untilFirst(async () => {
    const seen = await look(services);
    const acts = decideIncidents(
      { incidents: statesOf(seen.incidents) },
      services.rules,
      services.clock.now(),
    );
    if (acts.length > 0) await services.log.appendAll(toWrites(services, seen, acts, "time"));
    return acts.map(({ incidentId }) => incidentId);
  });
}

/** Looks and decides again for as long as somebody else was first. */
async function untilFirst<Result>(decide: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await decide();
    } catch (error) {
      if (!isSpmError(error, "log.conflict")) throw error;
    }
  }
}

async function tellOnce(services: IncidentServices, symptom: Symptom): Promise<string | undefined> {
  const { log, writing } = services;
  const seen = await look(services);
  const events = await log.read({ kind: symptomKind.name, id: symptom.key });
  const history = foldStream(symptomKind, events);
  const name = tellingName(symptom);
  const incidents = await withLastOne(services.known, seen.incidents, history);
  if (history?.tellings.some((telling) => tellingName(telling) === name) === true) {
    return holderOf(incidents, name) ?? history.incidentId;
  }
  // What was raised earlier stands in an incident; where that is out of sight, it is over.
  const earlier = history?.tellings.filter(({ state }) => state === "cleared") ?? [];
  const tellings = [...earlier, symptom];
  const { acts, complete } = await decideCompletely(services, { incidents, tellings });
  const incidentId = acts.find((act) => act.events.some((event) => isNewsOf(event, name)))?.incidentId;
  const told = { type: "symptom.told", data: { symptom, incidentId } } as const;
  const after = { seq: events.length, state: history };
  await log.appendAll([
    ...toWrites(services, { ...seen, incidents: complete }, acts, symptom.key),
    toStreamWrite(symptomKind, { id: symptom.key, events: [told], after }, writing),
  ]);
  return incidentId;
}

function holderOf(incidents: Seen["incidents"], name: string): string | undefined {
  const holder = [...incidents.values()].find(({ state }) =>
    state.symptoms.some((symptom) => tellingName(symptom) === name),
  );
  return holder?.state.id;
}

function isNewsOf(event: IncidentChange["events"][number], name: string): boolean {
  return "symptom" in event.data && tellingName(event.data.symptom) === name;
}

/** What was seen when it was decided. */
interface Seen {
  /** How many decisions had been made. */
  readonly decisions: number;
  readonly incidents: ReadonlyMap<string, ReadIncident>;
}

/** The decisions come first: whoever makes one while the incidents are read makes this one anew. */
async function look({ log, known, rules, clock }: IncidentServices): Promise<Seen> {
  const decisions = await log.find({ kind: decisionKind.name, id: DECISIONS });
  return {
    decisions: decisions?.head.seq ?? 0,
    incidents: await known.since(clock.now() - rules.lookbackMs),
  };
}

/** Adds the incident in which the symptom stood last, however long ago that was. */
async function withLastOne(
  known: KnownIncidents,
  incidents: Seen["incidents"],
  history: SymptomHistory | undefined,
): Promise<Seen["incidents"]> {
  let id = history?.incidentId;
  const all = new Map(incidents);
  while (id !== undefined && !all.has(id)) {
    const incident = await known.find(id);
    if (incident !== undefined) all.set(id, incident);
    id = incident?.state.closing?.partOf;
  }
  return all;
}

/** Decides, and again when an incident that it would open turns out to exist. */
async function decideCompletely(
  { known, rules, clock }: IncidentServices,
  { incidents, tellings }: { readonly incidents: Seen["incidents"]; readonly tellings: readonly Symptom[] },
): Promise<{ readonly acts: readonly IncidentChange[]; readonly complete: Seen["incidents"] }> {
  const complete = new Map(incidents);
  for (;;) {
    const acts = decideIncidents({ incidents: statesOf(complete), tellings }, rules, clock.now());
    const before = complete.size;
    for (const { incidentId } of acts) {
      const forgotten = complete.has(incidentId) ? undefined : await known.find(incidentId);
      if (forgotten !== undefined) complete.set(incidentId, forgotten);
    }
    if (complete.size === before) return { acts, complete };
  }
}

function statesOf(incidents: Seen["incidents"]) {
  return [...incidents.values()].map(({ state }) => state);
}

function toWrites(
  { writing }: IncidentServices,
  { decisions, incidents }: Seen,
  acts: readonly IncidentChange[],
  about: string,
) {
  const made = { type: "decision.made", data: { about } } as const;
  const after = { seq: decisions, state: decisions };
  return [
    toStreamWrite(decisionKind, { id: DECISIONS, events: [made], after }, writing),
    ...acts.map(({ incidentId: id, events }) =>
      toStreamWrite(incidentKind, { id, events, after: incidents.get(id) }, writing),
    ),
  ];
}
