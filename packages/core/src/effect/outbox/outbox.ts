import type { OnWake } from "../../engine/wake-engine.js";
import type { StreamWrite } from "../../log/log.js";
import { foldStream } from "../../log/stream.js";
import { EXPIRED } from "../../log/tombstone.js";
import type { Channel } from "./channel.js";
import { cancelMessage, type MessageAct, type MessageResolution, resolveMessage } from "./decide-message.js";
import { type DeliverDueCall, type DueMessages, deliverDue, deliverWoken } from "./deliver-due.js";
import { deliverMessage } from "./deliver-message.js";
import type { Message, MessageStatus } from "./message.js";
import { messageKind } from "./message-kind.js";
import { messageOf } from "./open-message.js";
import { type OutboxOptions, toOutboxServices } from "./outbox-options.js";
import { type NewMessage, putMessage, toMessageWrite } from "./put-message.js";

export interface MessageQuery {
  readonly channel?: string | undefined;
  readonly status?: readonly MessageStatus[] | undefined;
  /** By the time at which they were put. @defaultValue "oldest" */
  readonly first?: "oldest" | "newest" | undefined;
  /** @defaultValue no limit */
  readonly limit?: number | undefined;
}

/**
 * What is to be told to the outside world, kept in the log until it has been told, and sent as its channel allows.
 *
 * What people do to a message needs a reason and stands in the log with their name. What cannot be is SpmError
 * `run.refused`, stands there too, and changes nothing.
 */
export interface Outbox<Each extends Channel = Channel> {
  /**
   * Keeps that a message is to be sent; it is not sent yet. Putting it twice is putting it once. The value of a secret
   * is not kept, hence not sent: a payload refers to it, and the channel reads it.
   *
   * @throws SpmError `run.refused` with all problems of a payload that does not fit, and for an id under which something
   * else was put; `operation.unsupported` without the channel.
   */
  put(message: NewMessage<Each>): Promise<Message>;
  /**
   * The same as one part of a write to several streams: what has happened and what is to be told of it are then kept
   * together or not at all. `Log.appendAll` refuses with `log.conflict` when the message was put already.
   *
   * @throws SpmError as `put` does for the payload and the channel.
   */
  toWrite(message: NewMessage<Each>): StreamWrite;
  /**
   * Sends a message, whether or not it is due, and takes up one that another worker has left where it left it.
   *
   * A failure of this worker (a credential that is refused, a full disk) comes out; the message is put off, for a minute
   * first, and for an hour at most.
   *
   * @returns the message as it ended, or in doubt.
   * @throws SpmError `claim.held` while another worker sends it, `claim.lost` when another one has taken over,
   * `run.unknown` without it, `operation.unsupported` without its channel.
   */
  deliver(id: string, call?: { readonly signal?: AbortSignal | undefined }): Promise<Message>;
  /** Sends all messages that are due and that nobody sends. The failure of one does not stop the others. */
  deliverDue(call?: DeliverDueCall): Promise<DueMessages>;
  /** Sends a message that an engine was asked to wake. It leaves alone what is not due, and streams of other kinds. */
  readonly onWake: OnWake;
  /** Keeps what a person found out about a message in doubt. One that was not sent is due again. */
  resolve(resolution: MessageResolution): Promise<Message>;
  /** Ends a message that waits. One that is being sent, or may have been, cannot be taken back. */
  cancel(act: MessageAct): Promise<Message>;
  /** @throws SpmError `run.unknown` without it, `log.expired` when its data was let go. */
  get(id: string): Promise<Message>;
  find(id: string): Promise<Message | undefined>;
  /** Messages of all channels. Those whose data has expired are left out. */
  list(query?: MessageQuery): AsyncIterable<Message>;
}

/** Creates the outbox of a process. It holds nothing but what it is given: all that is known of a message is in the log. */
export function createOutbox<const Each extends Channel>(options: OutboxOptions<Each>): Outbox<Each> {
  const services = toOutboxServices(options);
  const { log } = services;
  const find = async (id: string) => foldStream(messageKind, await log.read({ kind: messageKind.name, id }));
  const get = async (id: string) => messageOf({ id, state: await find(id) });

  return {
    put: (message) => putMessage(services, message),
    toWrite: (message) => toMessageWrite(services, message),
    deliver: (id, call) => deliverMessage(services, id, call),
    deliverDue: (call) => deliverDue(services, call),
    onWake: (stream, call) => deliverWoken(services, stream, call),
    resolve: (resolution) => resolveMessage(services, resolution),
    cancel: (act) => cancelMessage(services, act),
    find,
    get,
    async *list({ channel, ...query } = {}) {
      const heads = log.list({ ...query, kind: messageKind.name, subject: channel, exceptStatus: EXPIRED });
      for await (const { stream } of heads) yield await get(stream.id);
    },
  };
}
