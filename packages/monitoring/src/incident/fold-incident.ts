import type { FoldedEvent } from "@spm-ops/core";
import type { Incident, IncidentState } from "./incident.js";
import type { incidentEvents } from "./incident-events.js";
import { tellingName } from "./spell.js";
import { type Symptom, worstSeverity } from "./symptom.js";
import { describeEvent } from "./timeline.js";

type Event = FoldedEvent<typeof incidentEvents>;
type EventNamed<Type extends Event["type"]> = Extract<Event, { readonly type: Type }>;

/** The incident after an event. */
export function foldIncident(before: Incident | undefined, event: Event): Incident {
  const incident = change(before, event);
  const text = describeEvent(event);
  if (text === undefined) return incident;
  return { ...incident, timeline: [...incident.timeline, { at: event.at, by: event.actor, text }] };
}

function change(incident: Incident | undefined, event: Event): Incident {
  if (event.type === "incident.opened") return open(event);
  if (incident === undefined) throw new TypeError(`${event.type} of an incident that nobody opened`);
  switch (event.type) {
    case "symptom.joined":
    case "symptom.cleared":
    case "symptom.left":
      return changeSymptoms(incident, event);
    case "incident.acknowledged":
    case "incident.assigned":
    case "incident.muted":
    case "incident.unmuted":
      return attend(incident, event);
    case "incident.closed":
    case "incident.reopened":
      return changeEnd(incident, event);
    case "incident.flapping":
      return { ...incident, isFlapping: true, revision: incident.revision + 1 };
    case "incident.steadied":
      return { ...incident, isFlapping: false };
    case "incident.escalated": {
      const escalations = [...incident.escalations, event.data];
      return { ...incident, escalations, revision: incident.revision + 1 };
    }
    case "feedback.given":
      return {
        ...incident,
        feedback: [...incident.feedback, { ...event.data, by: event.actor, at: event.at }],
      };
    case "incident.told":
      return { ...incident, told: [...incident.told, event.data] };
    case "incident.settled":
      return { ...incident, isSettled: true };
    case "act.refused":
      return incident;
  }
}

function open({ stream, at, data }: EventNamed<"incident.opened">): Incident {
  return {
    id: stream.id,
    state: "open",
    severity: "warning",
    rootKey: data.rootKey,
    ...{ symptoms: [], ends: [], escalations: [], feedback: [], told: [], timeline: [] },
    revision: 1,
    unattendedSince: at,
    isFlapping: false,
    isSettled: false,
  };
}

type SymptomEvent = EventNamed<"symptom.joined" | "symptom.cleared" | "symptom.left">;

function changeSymptoms(incident: Incident, event: SymptomEvent): Incident {
  if (event.type === "symptom.left") {
    const symptoms = incident.symptoms.filter((symptom) => !event.data.names.includes(tellingName(symptom)));
    return withSymptoms(incident, symptoms);
  }
  const { symptom } = event.data;
  const symptoms = [...incident.symptoms, symptom].sort(byTime);
  const endsMs = event.type === "symptom.joined" ? (event.data.endsMs ?? []) : [];
  const ends = endsMs.map((atMs) => ({ key: symptom.key, atMs }));
  const joined = withSymptoms(incident, symptoms);
  const isWorse = incident.severity === "warning" && joined.severity === "critical";
  // What it was opened with is told of with its opening.
  const isNews = isWorse && incident.symptoms.length > 0 && incident.state !== "closed";
  return {
    ...joined,
    ends: [...incident.ends, ...ends],
    revision: incident.revision + (isNews ? 1 : 0),
  };
}

function withSymptoms(incident: Incident, symptoms: readonly Symptom[]): Incident {
  const raised = symptoms.filter(({ state }) => state === "raised");
  return { ...incident, symptoms, severity: worstSeverity(raised.map(({ severity }) => severity)) };
}

/** What was cleared in the very moment in which it was raised is raised. */
function byTime(one: Symptom, other: Symptom): number {
  return one.at - other.at || Number(one.state === "raised") - Number(other.state === "raised");
}

type AttendingEvent = EventNamed<
  "incident.acknowledged" | "incident.assigned" | "incident.muted" | "incident.unmuted"
>;

function attend(incident: Incident, event: AttendingEvent): Incident {
  const act = { by: event.actor, at: event.at, reason: event.data.reason };
  switch (event.type) {
    case "incident.acknowledged": {
      const acknowledged = { ...incident, acknowledgement: act, revision: incident.revision + 1 };
      return { ...acknowledged, state: stateOf(acknowledged) };
    }
    case "incident.assigned":
      return { ...incident, assignee: event.data.to };
    case "incident.muted": {
      const muted = { ...incident, mute: { ...act, untilMs: event.data.untilMs } };
      return { ...muted, state: stateOf(muted) };
    }
    case "incident.unmuted": {
      const revision = incident.revision + 1;
      const unmuted = { ...unattended(incident, event.at), mute: undefined, revision };
      return { ...unmuted, state: stateOf(unmuted) };
    }
  }
}

function changeEnd(incident: Incident, event: EventNamed<"incident.closed" | "incident.reopened">): Incident {
  const revision = incident.revision + 1;
  if (event.type === "incident.reopened") {
    const reopened = {
      ...unattended(incident, event.at),
      closing: undefined,
      acknowledgement: undefined,
      isSettled: false,
      revision,
    };
    return { ...reopened, state: stateOf(reopened) };
  }
  const { ended = [], atMs, ...why } = event.data;
  const ends = [...incident.ends, ...ended.map((key) => ({ key, atMs }))];
  const closing = { by: event.actor, atMs, ...why };
  return { ...incident, ends, closing, mute: undefined, isFlapping: false, state: "closed", revision };
}

/** Escalation begins anew. */
function unattended(incident: Incident, at: number): Incident {
  return { ...incident, unattendedSince: at, escalations: [] };
}

function stateOf({ closing, mute, acknowledgement }: Incident): IncidentState {
  if (closing !== undefined) return "closed";
  if (mute !== undefined) return "muted";
  return acknowledgement === undefined ? "open" : "acknowledged";
}
