import { streamName } from "../../log/event.js";
import { type HeldClaim, holdClaim } from "../../log/held-claim.js";
import { parseOptions } from "../../parse-options.js";
import { SpmError } from "../../spm-error.js";
import type { EffectEvent } from "../effect-events.js";
import type { EffectJournal } from "../effect-journal.js";
import { haltsWorker, recordFailure } from "../failure-kind.js";
import { type EffectAttempt, type EffectWork, performEffect } from "../perform-effect.js";
import { postponementMs } from "../postponement.js";
import type { Channel } from "./channel.js";
import type { Message } from "./message.js";
import { hasEnded, messageKind } from "./message-kind.js";
import { type MessageStream, messageOf, openMessage } from "./open-message.js";
import { channelOf, type OutboxServices } from "./outbox-options.js";

/** Claims a message and sends it under that claim, from wherever it stands. */
export async function deliverMessage(
  services: OutboxServices,
  id: string,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Message> {
  signal.throwIfAborted();
  const { log, worker, clock, leaseMs } = services;
  const stream = await openMessage(services, id);
  const message = messageOf(stream);
  if (hasEnded(message)) return message;
  const channel = channelOf(services, message.channel);
  const claim = await log.claim({ kind: messageKind.name, id }, { worker, leaseMs });
  const held = holdClaim(log, claim, { leaseMs, clock, signal });
  try {
    await stream.refresh();
    await sendUnder(held, stream, channel, services);
    return messageOf(stream);
  } finally {
    await held.letGo();
  }
}

async function sendUnder(
  held: HeldClaim,
  stream: MessageStream,
  channel: Channel,
  services: OutboxServices,
): Promise<void> {
  const { clock } = services;
  const cancelled = new AbortController();
  const signal = AbortSignal.any([held.signal, cancelled.signal]);
  try {
    const work = toWork(channel, messageOf(stream), services);
    await performEffect(work, journalOf(stream, held, cancelled), { clock, signal });
  } catch (error) {
    held.signal.throwIfAborted();
    if (cancelled.signal.aborted) return;
    if (haltsWorker(error)) await postpone(stream, held, clock.now(), error);
    throw error;
  }
}

/** A message as an effect of its channel. @throws SpmError `config.invalid` when the channel no longer takes its payload. */
function toWork(channel: Channel, message: Message, { clock }: OutboxServices): EffectWork {
  const { contract, retry, timeoutMs, accept } = channel;
  const name = streamName({ kind: messageKind.name, id: message.id });
  const payload = parseOptions(
    channel.payload,
    message.payload,
    `the payload of ${name} for ${channel.name}`,
  );
  const { about } = message;
  const tell = (attempt: EffectAttempt) => ({ ...attempt, messageId: message.id, about, clock });
  const find = "find" in channel ? channel.find.bind(channel) : undefined;
  return {
    contract,
    retry,
    timeoutMs,
    perform: (attempt) => channel.perform(payload, tell(attempt)),
    ...(find === undefined ? {} : { find: (attempt) => find(payload, tell(attempt)) }),
    ...(accept === undefined ? {} : { accept: (receipt) => accept.call(channel, receipt) }),
  };
}

function journalOf(stream: MessageStream, { claim }: HeldClaim, cancelled: AbortController): EffectJournal {
  const { id, channel } = messageOf(stream);
  /** Nothing is begun of a message that was cancelled in the very moment. */
  const mayBegin = (event: EffectEvent, message: Message | undefined): EffectEvent => {
    if (event.type !== "effect.intended" || message?.cancellation === undefined) return event;
    const { reason } = message.cancellation;
    const error = new SpmError("run.cancelled", `The message was cancelled: ${reason}`, { reason });
    cancelled.abort(error);
    throw error;
  };
  return {
    effectId: channel,
    key: streamName({ kind: messageKind.name, id }),
    get state() {
      return messageOf(stream).effect;
    },
    async append(event) {
      await stream.append((message) => [mayBegin(event, message)], { claim });
    },
  };
}

/** Puts a message off: sending it at once again would fail again, and might lock an account. */
async function postpone(
  stream: MessageStream,
  { claim }: HeldClaim,
  now: number,
  error: unknown,
): Promise<void> {
  await stream.append(
    (message) => {
      if (message === undefined || hasEnded(message)) return [];
      const untilMs = now + postponementMs(message.postponements);
      return [{ type: "message.postponed", data: { untilMs, trouble: recordFailure(error) } }];
    },
    { claim },
  );
}
