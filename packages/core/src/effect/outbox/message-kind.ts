import { z } from "zod";
import { jsonSchema } from "../../json.js";
import { defineStreamKind, type FoldedEvent } from "../../log/stream-kind.js";
import { type EffectEvent, effectEvents } from "../effect-events.js";
import { type EffectStatus, foldEffect } from "../effect-state.js";
import type { Message, MessageStatus } from "./message.js";

const reason = z.string().min(1);

const messageEvents = {
  "message.put": z.object({
    channel: z.string(),
    payload: jsonSchema,
    about: z.object({ kind: z.string(), id: z.string() }).optional(),
    dueMs: z.number(),
  }),
  /** The worker was in trouble, not the message: it is due again later. */
  "message.postponed": z.object({
    untilMs: z.number(),
    trouble: z.object({ code: z.string(), message: z.string() }),
  }),
  "message.cancelled": z.object({ reason }),
  /** Somebody asked for what cannot be done; it is kept, and changes nothing. */
  "act.refused": z.object({ act: z.string(), why: z.string() }),
  ...effectEvents,
} as const;

type MessageEvent = FoldedEvent<typeof messageEvents>;

/** A message of the outbox as a stream: what is to be sent through which channel, and the effect of sending it. */
export const messageKind = defineStreamKind({
  name: "message",
  events: messageEvents,
  fold: foldMessage,
  index: ({ status, channel, dueMs }) => ({
    status,
    subject: channel,
    dueMs: status === "waiting" || status === "sending" ? dueMs : undefined,
  }),
  ended: ["sent", "failed", "cancelled"],
});

/** Whether nothing more comes of a message. */
export function hasEnded({ status }: Message): boolean {
  return messageKind.ended?.includes(status) === true;
}

function foldMessage(message: Message | undefined, event: MessageEvent): Message {
  if (event.type === "message.put") {
    const put = { putAt: event.at, putBy: event.actor, postponements: 0 };
    return { id: event.stream.id, ...event.data, status: "waiting", ...put };
  }
  if (message === undefined) throw new TypeError(`${event.type} of a message that nobody put`);
  switch (event.type) {
    case "message.postponed": {
      const { untilMs, trouble } = event.data;
      return { ...message, dueMs: untilMs, trouble, postponements: message.postponements + 1 };
    }
    case "message.cancelled": {
      const cancellation = { by: event.actor, at: event.at, reason: event.data.reason };
      return { ...message, status: "cancelled", cancellation };
    }
    case "act.refused":
      return message;
    default:
      return send(message, event, event.at);
  }
}

const STATUSES: Readonly<Record<EffectStatus, MessageStatus>> = {
  running: "sending",
  retrying: "waiting",
  succeeded: "sent",
  refused: "failed",
  failed: "failed",
  "in-doubt": "in-doubt",
};

function send(message: Message, event: EffectEvent, at: number): Message {
  const effect = foldEffect(message.effect, event, at);
  const status = STATUSES[effect.status];
  return { ...message, status, effect, receipt: status === "sent" ? effect.output : undefined };
}
