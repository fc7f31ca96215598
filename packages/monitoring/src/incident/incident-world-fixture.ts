import { type CorrelationPolicy, toCorrelationRules } from "./correlation-policy.js";
import { decideIncidents } from "./decide.js";
import type { Incident } from "./incident.js";
import { monitor } from "./incident-fixture.js";
import { incidentKind } from "./incident-kind.js";
import type { Symptom } from "./symptom.js";

/** Incidents without a log: what was told, and what became of it. */
export function world(policy: CorrelationPolicy = {}) {
  const rules = toCorrelationRules(policy);
  const incidents = new Map<string, Incident>();
  const told: Symptom[] = [];
  const decide = (now: number, key?: string) => {
    const tellings = told.filter((each) => each.key === key);
    const acts = decideIncidents({ incidents: [...incidents.values()], tellings }, rules, now);
    for (const { incidentId: id, events } of acts) {
      for (const [index, event] of events.entries()) {
        const kept = { stream: { kind: "incident", id }, seq: index + 1, at: now, actor: monitor, epoch: 0 };
        incidents.set(id, incidentKind.fold(incidents.get(id), { ...event, ...kept }));
      }
    }
    return acts;
  };
  return {
    incidents,
    decide,
    tell(symptom: Symptom, now = symptom.at) {
      told.push(symptom);
      return decide(now, symptom.key);
    },
    standing: () => [...incidents.values()].filter(({ symptoms }) => symptoms.length > 0),
  };
}

export function tellAll(symptoms: readonly Symptom[], policy?: CorrelationPolicy) {
  const all = world(policy);
  for (const each of symptoms) all.tell(each);
  return all;
}

export const production = { environment: "production" };
