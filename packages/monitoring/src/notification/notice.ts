import { createMomentText } from "@spm-ops/core";
import { z } from "zod";
import { type Incident, raisedSymptoms, rootSymptom } from "../incident/incident.js";
import type { Symptom } from "../incident/symptom.js";

/** How many explanations one notice holds; the others are counted. */
const MOST_EXPLANATIONS = 8;

const lines = z.array(z.string());

const noticeSchema = z.strictObject({
  incidentId: z.string().min(1),
  revision: z.int().positive(),
  /** What became of it: there is trouble, somebody has it, it is over. */
  state: z.enum(["trouble", "acknowledged", "over"]),
  severity: z.enum(["warning", "critical"]),
  environment: z.string().optional(),
  subject: z.string(),
  kind: z.string(),
  /** Since when it is so, in milliseconds since 1970. */
  sinceMs: z.number(),
  headline: z.string(),
  since: z.string(),
  /** How it is known: sentences that can be checked. */
  known: lines,
  /** What to do, in the words of the guide. */
  instructions: lines,
  owner: z.string(),
});

/** What people are told of one revision of an incident, in short sentences. It holds no markup. */
export type Notice = Readonly<z.infer<typeof noticeSchema>>;

/** What is put into the outbox: notices that go to one target together. */
export const noticesSchema = z.strictObject({
  target: z.string().min(1),
  notices: z.array(noticeSchema).min(1),
});

export type Notices = Readonly<z.infer<typeof noticesSchema>>;

/** What a notice is written with. */
export interface NoticeWriting {
  /** The IANA zone of its moments. */
  readonly zone: string;
  /** What the guide says is to be done. @defaultValue nothing */
  readonly instructionsFor?: ((incident: Incident) => readonly string[]) | undefined;
}

const TROUBLES: Readonly<Record<Symptom["kind"], string>> = {
  failed: "has failed",
  "in-doubt": "is in doubt",
  "too-long": "takes too long",
  "too-soon": "ended too soon",
  "too-much": "moved too much",
  "too-little": "moved too little",
  late: "is late",
  missed: "did not run",
  overlapping: "overlaps with another run",
  unexpected: "ran although nothing was due",
  down: "is down",
  rule: "breaks a rule",
};

/** Writes what people are told of an incident as it is. */
export function toNotice(incident: Incident, { zone, instructionsFor }: NoticeWriting): Notice {
  const root = rootSymptom(incident);
  const raised = raisedSymptoms(incident);
  const about = raised.length > 0 ? raised : incident.symptoms;
  const subject = root?.subject ?? incident.rootKey;
  const environment = root?.environment;
  const kind = root?.kind ?? "rule";
  const others = new Set(about.map(({ key }) => key)).size - 1;
  const what = `${subject} ${TROUBLES[kind]}${others > 0 ? `, and ${others} more` : ""}.`;
  const sinceMs = Math.min(...about.map(({ at }) => at), root?.at ?? Infinity);
  return {
    incidentId: incident.id,
    revision: incident.revision,
    state: stateOf(incident),
    severity: incident.severity,
    ...(environment === undefined ? {} : { environment }),
    ...{ subject, kind, sinceMs },
    headline: `${prefixOf(incident)}: ${what}`,
    since: `Since ${createMomentText(zone).full(sinceMs)} (${zone})${environment === undefined ? "" : `, environment ${environment}`}.`,
    known: toKnown(incident, about),
    instructions: incident.state === "closed" ? [] : [...(instructionsFor?.(incident) ?? [])],
    owner: ownerOf(incident),
  };
}

function stateOf({ state, acknowledgement }: Incident): Notice["state"] {
  if (state === "closed") return "over";
  return acknowledgement === undefined ? "trouble" : "acknowledged";
}

function prefixOf(incident: Incident): string {
  if (incident.closing?.partOf !== undefined) return `Part of ${incident.closing.partOf}`;
  if (incident.state === "closed") return "Over";
  if (incident.isFlapping) return "Comes and goes";
  if (incident.acknowledgement !== undefined) return "Acknowledged";
  return incident.severity === "critical" ? "Critical" : "Warning";
}

function toKnown(incident: Incident, about: readonly Symptom[]): string[] {
  const explanations = [...new Set(about.map(({ explanation }) => explanation))];
  const shown = explanations.slice(0, MOST_EXPLANATIONS);
  const left = explanations.length - shown.length;
  const reason = incident.closing?.reason;
  return [
    ...(reason === undefined ? [] : [`Closed: ${reason}`]),
    ...shown,
    ...(left > 0 ? [`And ${left} more.`] : []),
  ];
}

function ownerOf({ state, closing, assignee, acknowledgement, escalations }: Incident): string {
  if (state === "closed")
    return closing?.reason === undefined ? "It ended by itself." : `${closing.by.id} closed it.`;
  if (assignee !== undefined) return `${assignee} has it.`;
  if (acknowledgement !== undefined) return `${acknowledgement.by.id} has it.`;
  const called = escalations.at(-1);
  if (called === undefined) return "Nobody has it yet.";
  return `Nobody has it yet. Called: ${called.role}${called.person === undefined ? "" : ` (${called.person})`}.`;
}

/** The headline of some notices: that of the only one, or how many there are. */
export function toHeadline(notices: readonly Notice[]): string {
  const [first] = notices;
  if (first !== undefined && notices.length === 1) return first.headline;
  const open = notices.filter(({ state }) => state !== "over").length;
  return open === 0
    ? `${notices.length} incidents are over.`
    : `${notices.length} incidents, ${open} of them open.`;
}

/** The sentences of a notice below its headline, in their order. */
export function toSentences({ since, known, instructions, owner }: Notice): readonly string[] {
  return [since, ...known, ...instructions.map((each) => `To do: ${each}`), owner];
}

/** Cuts a text to what a form takes, in whole characters. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  // Not between the two halves of a character outside the basic plane.
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
