import type { Actor } from "@spm-ops/core";
import type { AnswerMeaning } from "../expectation/series/answer.js";
import type { Severity, Symptom } from "./symptom.js";

/** Where an incident stands with the people. A closed one may be reopened when its cause comes back. */
export type IncidentState = "open" | "acknowledged" | "muted" | "closed";

/** One cause, whatever the number of symptoms. Times are milliseconds since 1970. */
export interface Incident {
  readonly id: string;
  readonly state: IncidentState;
  /** The highest of what was raised. */
  readonly severity: Severity;
  /** The key of the symptom that is the cause, as far as it is known. */
  readonly rootKey: string;
  /** All that was told of it, in the order in which it became so. */
  readonly symptoms: readonly Symptom[];
  /** When people called a symptom ended. */
  readonly ends: readonly SymptomEnd[];
  /** Counts what people should be told about. */
  readonly revision: number;
  /** Since when nobody has it, by the log's clock: escalation counts from here. */
  readonly unattendedSince: number;
  readonly acknowledgement?: PersonalAct | undefined;
  readonly assignee?: string | undefined;
  readonly mute?: (PersonalAct & { readonly untilMs: number }) | undefined;
  /** How often it was escalated since nobody has it, and whom that called. */
  readonly escalations: readonly EscalatedTo[];
  readonly closing?: Closing | undefined;
  /** It comes and goes, and is not closed before that ends. */
  readonly isFlapping: boolean;
  /** It is closed, and nobody is to be told anything more. */
  readonly isSettled: boolean;
  readonly feedback: readonly Feedback[];
  /** What was told to whom. */
  readonly told: readonly Told[];
  /** What has happened, in sentences. */
  readonly timeline: readonly TimelineEntry[];
}

export interface SymptomEnd {
  readonly key: string;
  readonly atMs: number;
}

/** What a person did, by the log's clock. */
export interface PersonalAct {
  readonly by: Actor;
  readonly at: number;
  readonly reason?: string | undefined;
}

/** How an incident ended. */
export interface Closing {
  readonly by: Actor;
  /** When what was wrong was over, or when a person said so. */
  readonly atMs: number;
  /** Of the person who closed it. */
  readonly reason?: string | undefined;
  /** The incident that it turned out to be a part of. */
  readonly partOf?: string | undefined;
}

export interface EscalatedTo {
  /** How many roles were called before, counted on through all rounds. */
  readonly step: number;
  readonly role: string;
  /** Who holds the role at the time, where that is known. */
  readonly person?: string | undefined;
}

export interface Feedback extends PersonalAct {
  readonly symptomKey: string;
  readonly meaning: AnswerMeaning;
}

/** That a revision was put into the outbox for somebody. */
export interface Told {
  readonly revision: number;
  /** The name of the route by which it went. */
  readonly route: string;
  readonly channel: string;
  readonly target: string;
  readonly messageId: string;
}

/** One thing that has happened to an incident. */
export interface TimelineEntry {
  readonly at: number;
  readonly by: Actor;
  readonly text: string;
}

/** The latest that was told of each symptom that is raised still, in the order in which they became so. */
export function raisedSymptoms({ symptoms, ends }: Pick<Incident, "symptoms" | "ends">): readonly Symptom[] {
  const latest = new Map<string, Symptom>();
  for (const symptom of symptoms) latest.set(symptom.key, symptom);
  return [...latest.values()].filter(
    ({ key, state, at }) => state === "raised" && !ends.some((end) => end.key === key && end.atMs >= at),
  );
}

/** The first that was told of what the incident began with. */
export function rootSymptom({
  symptoms,
  rootKey,
}: Pick<Incident, "symptoms" | "rootKey">): Symptom | undefined {
  return symptoms.find(({ key }) => key === rootKey) ?? symptoms[0];
}
