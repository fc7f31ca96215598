import type { StreamId } from "../../log/event.js";
import { isSpmError } from "../../spm-error.js";
import { deliverMessage } from "./deliver-message.js";
import type { MessageStatus } from "./message.js";
import { messageKind } from "./message-kind.js";
import type { OutboxServices } from "./outbox-options.js";

/** What became of the messages that were due, by their ids. */
export interface DueMessages {
  readonly sent: readonly string[];
  readonly failed: readonly string[];
  readonly inDoubt: readonly string[];
  /** Left to others: another worker was faster, or a person cancelled it. */
  readonly left: readonly string[];
  /** Neither: the worker or the log was in trouble. They are due again, at the latest in an hour. */
  readonly troubled: readonly { readonly id: string; readonly error: unknown }[];
}

export interface DeliverDueCall {
  readonly signal?: AbortSignal | undefined;
  /** Messages that are sent at once. @defaultValue 4 */
  readonly concurrency?: number | undefined;
}

type Ended = { readonly id: string } & (
  | { readonly status: MessageStatus | undefined }
  | { readonly error: unknown }
);

/** Sends all that is due and that nobody sends. The failure of one does not stop the others; an abort stops all. */
export async function deliverDue(
  services: OutboxServices,
  { signal, concurrency = 4 }: DeliverDueCall = {},
): Promise<DueMessages> {
  const { log, clock, channels } = services;
  const due: string[] = [];
  for await (const { stream, subject } of log.list({ kind: messageKind.name, dueByMs: clock.now() })) {
    signal?.throwIfAborted();
    if (channels.has(subject)) due.push(stream.id);
  }
  const ended: Ended[] = [];
  const queue = due.values();
  const work = async () => {
    for (const id of queue) ended.push(await deliverOne(services, id, signal));
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  signal?.throwIfAborted();
  return toDueMessages(ended);
}

async function deliverOne(
  services: OutboxServices,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Ended> {
  try {
    return { id, status: (await deliverMessage(services, id, { signal })).status };
  } catch (error) {
    return isSpmError(error, "claim.held", "claim.lost") ? { id, status: undefined } : { id, error };
  }
}

function toDueMessages(ended: readonly Ended[]): DueMessages {
  const that = (...statuses: readonly (MessageStatus | undefined)[]) =>
    ended.filter((each) => "status" in each && statuses.includes(each.status)).map(({ id }) => id);
  return {
    sent: that("sent"),
    failed: that("failed"),
    inDoubt: that("in-doubt"),
    left: that("cancelled", undefined),
    troubled: ended.filter((each) => "error" in each),
  };
}

/** Sends a message that an engine was asked to wake, if it is due and one of ours; content when another worker has it. */
export async function deliverWoken(
  services: OutboxServices,
  stream: StreamId,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  if (stream.kind !== messageKind.name) return;
  const { log, clock, channels } = services;
  const head = await log.find(stream);
  if (head?.dueMs === undefined || head.dueMs > clock.now() || !channels.has(head.subject)) return;
  try {
    await deliverMessage(services, stream.id, { signal });
  } catch (error) {
    if (!isSpmError(error, "claim.held")) throw error;
  }
}
