import type { FoldedEvent } from "@spm-ops/core";
import { describeAnswer } from "./feedback.js";
import type { incidentEvents } from "./incident-events.js";

type Event = FoldedEvent<typeof incidentEvents>;

/** An event in a sentence; nothing for what only the machinery needs. */
export function describeEvent(event: Event): string | undefined {
  switch (event.type) {
    case "symptom.joined":
      return event.data.symptom.explanation;
    case "symptom.cleared":
      return `Well again: ${event.data.symptom.explanation}`;
    case "symptom.left":
      return `Some of it belongs to ${event.data.to}.`;
    case "incident.flapping":
      return "It comes and goes.";
    case "incident.steadied":
      return "It no longer comes and goes.";
    case "incident.closed":
      return describeClosing(event.data);
    case "incident.reopened":
      return "It is back.";
    case "incident.acknowledged":
      return `Acknowledged by ${event.actor.id}${because(event.data.reason)}.`;
    case "incident.assigned":
      return `Given to ${event.data.to}${because(event.data.reason)}.`;
    case "incident.muted":
      return `Muted until ${new Date(event.data.untilMs).toISOString()}${because(event.data.reason)}.`;
    case "incident.unmuted":
      return `No longer muted${because(event.data.reason)}.`;
    case "incident.escalated":
      return `Nobody has it. ${event.data.role} is called${event.data.person === undefined ? "" : `: ${event.data.person}`}.`;
    case "feedback.given":
      return `${event.data.symptomKey} ${describeAnswer(event.data.meaning)}, says ${event.actor.id}${because(event.data.reason)}.`;
    case "act.refused":
      return `${event.actor.id} could not ${event.data.act}: ${event.data.why}.`;
    case "incident.opened":
    case "incident.told":
    case "incident.settled":
      return undefined;
  }
}

function describeClosing({
  reason,
  partOf,
}: {
  readonly reason?: string | undefined;
  readonly partOf?: string | undefined;
}) {
  if (partOf !== undefined) return `It is a part of ${partOf}.`;
  return reason === undefined ? "All is well again." : `Closed: ${reason}`;
}

function because(reason: string | undefined): string {
  return reason === undefined ? "" : ` (${reason})`;
}
