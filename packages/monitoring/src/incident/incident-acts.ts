import { type Actor, openStream, SpmError } from "@spm-ops/core";
import type { AnswerMeaning } from "../expectation/series/answer.js";
import { type Incident, raisedSymptoms } from "./incident.js";
import { type IncidentEvent, incidentKind } from "./incident-kind.js";
import type { IncidentServices } from "./tell-symptom.js";

/** Something that a person does to an incident. */
export interface IncidentAct {
  readonly incidentId: string;
  readonly actor: Actor;
  /** Why. Kept in the log. */
  readonly reason?: string | undefined;
}

/** Something for which a person has to say why. */
export type ReasonedAct = IncidentAct & { readonly reason: string };

export type Assignment = IncidentAct & { /** Whose it is now. */ readonly to: string };

export type Muting = ReasonedAct & {
  /** When people are told again, in milliseconds since 1970. Nothing is muted without an end. */
  readonly untilMs: number;
};

export type GivenFeedback = IncidentAct & {
  /** Which of the symptoms of the incident. */
  readonly symptomKey: string;
  readonly meaning: AnswerMeaning;
};

type Decision = readonly IncidentEvent[] | { readonly refused: string };
type Services = Pick<IncidentServices, "log" | "writing" | "clock">;

/** Takes an incident on: nobody else is called. */
export function acknowledgeIncident(services: Services, act: IncidentAct): Promise<Incident> {
  return actOn(services, { ...act, called: "acknowledge" }, ({ state, acknowledgement }) => {
    if (state === "closed") return CLOSED;
    if (acknowledgement !== undefined) return { refused: `${acknowledgement.by.id} has it already` };
    return [{ type: "incident.acknowledged", data: { reason: act.reason } }];
  });
}

/** Gives an incident to somebody. */
export function assignIncident(services: Services, act: Assignment): Promise<Incident> {
  return actOn(services, { ...act, called: "assign" }, ({ state }) =>
    state === "closed" ? CLOSED : [{ type: "incident.assigned", data: { to: act.to, reason: act.reason } }],
  );
}

/** Tells nobody of an incident for a time. */
export function muteIncident({ clock, ...services }: Services, act: Muting): Promise<Incident> {
  return actOn({ clock, ...services }, { ...act, called: "mute" }, ({ state }) => {
    if (state === "closed") return CLOSED;
    if (!(act.untilMs > clock.now())) return { refused: "the end of it has passed" };
    return [{ type: "incident.muted", data: { untilMs: act.untilMs, reason: act.reason } }];
  });
}

/** Ends the muting of an incident before its time. */
export function unmuteIncident(services: Services, act: IncidentAct): Promise<Incident> {
  return actOn(services, { ...act, called: "unmute" }, ({ mute }) =>
    mute === undefined
      ? { refused: "it is not muted" }
      : [{ type: "incident.unmuted", data: { reason: act.reason } }],
  );
}

/** Calls all of an incident ended. What is raised after that opens it again. */
export function closeIncident({ clock, ...services }: Services, act: ReasonedAct): Promise<Incident> {
  return actOn({ clock, ...services }, { ...act, called: "close" }, (incident) => {
    if (incident.state === "closed") return CLOSED;
    const ended = [...new Set(raisedSymptoms(incident).map(({ key }) => key))];
    return [{ type: "incident.closed", data: { atMs: clock.now(), reason: act.reason, ended } }];
  });
}

/** Keeps what a person says that a symptom was. It may be said of closed incidents as well, and said anew. */
export function giveFeedback(services: Services, act: GivenFeedback): Promise<Incident> {
  const { symptomKey, meaning, reason } = act;
  return actOn(services, { ...act, called: "give feedback" }, ({ symptoms }) =>
    symptoms.some(({ key }) => key === symptomKey)
      ? [{ type: "feedback.given", data: { symptomKey, meaning, reason } }]
      : { refused: `${symptomKey} is none of its symptoms` },
  );
}

const CLOSED = { refused: "it is closed" };

/** Keeps what a person did. An act that cannot be is kept too, and changes nothing. */
async function actOn(
  { log, writing }: Services,
  { incidentId, actor, reason, called }: IncidentAct & { readonly called: string },
  decide: (incident: Incident) => Decision,
): Promise<Incident> {
  if (reason?.trim() === "") {
    const issues = ["reason: say why, or leave it out where it may be; it is kept in the log"];
    throw new SpmError("config.invalid", `To ${called} an incident with a reason needs one.`, { issues });
  }
  const stream = await openStream(log, incidentKind, incidentId, { ...writing, actor });
  let refusal: string | undefined;
  const incident = await stream.append((present) => {
    if (present === undefined) return [];
    const decision = decide(present);
    refusal = "refused" in decision ? decision.refused : undefined;
    return "refused" in decision
      ? [{ type: "act.refused", data: { act: called, why: decision.refused } }]
      : decision;
  });
  if (incident === undefined) {
    throw new SpmError("run.unknown", `There is no incident ${incidentId}.`, { what: incidentId });
  }
  if (refusal !== undefined) {
    const message = `Cannot ${called} the incident ${incidentId}: ${refusal}.`;
    throw new SpmError("run.refused", message, { issues: [refusal] });
  }
  return incident;
}
