import type { z } from "zod";
import type { Actor } from "../../actor.js";
import { canonicalJson, type JsonValue, toJsonValue } from "../../json.js";
import type { StreamId } from "../../log/event.js";
import type { StreamWrite } from "../../log/log.js";
import type { EventOf } from "../../log/stream-kind.js";
import { toStreamWrite } from "../../log/stream-write.js";
import { toIssues } from "../../parse-options.js";
import { SpmError } from "../../spm-error.js";
import type { Channel } from "./channel.js";
import type { Message } from "./message.js";
import { messageKind } from "./message-kind.js";
import { messageOf, openMessage } from "./open-message.js";
import { channelOf, type OutboxServices } from "./outbox-options.js";

/** A message to be put, whose payload is not looked at yet. */
export interface MessageToPut {
  /** Derived from its cause, for example `incident-7/notify/3`: putting it twice is putting it once. */
  readonly id: string;
  readonly channel: string;
  readonly payload: unknown;
  /** The stream that it comes from. */
  readonly about?: StreamId | undefined;
  /** Milliseconds since 1970. @defaultValue now */
  readonly notBeforeMs?: number | undefined;
  /** Who wants it sent. @defaultValue the worker */
  readonly actor?: Actor | undefined;
}

/** A message to be put, typed by the channels that there are. */
export type NewMessage<Each extends Channel> = Each extends Channel
  ? Omit<MessageToPut, "channel" | "payload"> & {
      readonly channel: Each["name"];
      readonly payload: z.input<Each["payload"]>;
    }
  : never;

type PutEvent = Extract<EventOf<(typeof messageKind)["events"]>, { type: "message.put" }>;

/** Keeps that a message is to be sent, once. One of that id is found instead. */
export async function putMessage(services: OutboxServices, message: MessageToPut): Promise<Message> {
  const event = toPutEvent(services, message);
  const stream = await openMessage(services, message.id, message.actor);
  await stream.append((known) => {
    if (known === undefined) return [event];
    if (isSame(services, known, event)) return [];
    const issue = `${message.id} was put already, with another channel, payload or cause`;
    throw new SpmError("run.refused", `The message is refused: ${issue}.`, { issues: [issue] });
  });
  return messageOf(stream);
}

/** A message that is to be put, as one part of a write to several streams. */
export function toMessageWrite(services: OutboxServices, message: MessageToPut): StreamWrite {
  const { redactor, worker } = services;
  const { id, actor = { kind: "service", id: worker } } = message;
  return toStreamWrite(messageKind, { id, events: [toPutEvent(services, message)] }, { actor, redactor });
}

/** Checks a payload as it will be kept, that is without secrets: what would not fit then does not fit now. */
function toPutEvent(services: OutboxServices, message: MessageToPut): PutEvent {
  const { channel, about, notBeforeMs = services.clock.now() } = message;
  const { payload: schema } = channelOf(services, channel);
  const payload = services.redactor.json(toJsonValue(message.payload));
  const parsed = schema.safeParse(payload);
  if (!parsed.success) {
    const issues = toIssues(parsed.error);
    throw new SpmError("run.refused", `The payload does not fit ${channel}: ${issues.join("; ")}`, {
      issues,
    });
  }
  return { type: "message.put", data: { channel, payload, about, dueMs: notBeforeMs } };
}

/** Whether it is the same message that is put again. Secrets that have become known since make no difference. */
function isSame({ redactor }: OutboxServices, known: Message, { data }: PutEvent): boolean {
  const textOf = ({ channel, payload, about }: Pick<Message, "channel" | "payload" | "about">) => {
    const json: JsonValue = toJsonValue({
      channel,
      payload,
      about: about && { kind: about.kind, id: about.id },
    });
    return canonicalJson(redactor.json(json));
  };
  return textOf(known) === textOf(data);
}
