import { decideEvents, type StreamWriting } from "./decide-events.js";
import { type StreamId, streamName } from "./event.js";
import type { StreamWrite } from "./log.js";
import { refuseSecretNames } from "./secret-names.js";
import type { EventOf, EventSchemas, StreamKind } from "./stream-kind.js";

/** Events that are to be added to one stream, and what of it was seen when they were decided. */
export interface StreamPart<Schemas extends EventSchemas, State> {
  readonly id: string;
  readonly events: readonly EventOf<Schemas>[];
  /** The stream as it was seen, for example one of `openStream`. @defaultValue a stream that begins with these events */
  readonly after?: { readonly seq: number; readonly state: State | undefined } | undefined;
}

/**
 * One stream's part of a write to several, for `Log.appendAll`: typed by its kind, checked and redacted.
 *
 * Nobody decides again when somebody else was first: the log then refuses the whole write with `log.conflict`. Look
 * again, and write anew.
 *
 * @throws SpmError `config.invalid` for an id or an actor whose name holds a secret.
 * @example
 * const disputeKind = defineStreamKind({
 *   name: "dispute",
 *   events: { "dispute.opened": z.object({ payee: z.string() }) },
 *   fold: (_before: { readonly payee: string } | undefined, { data }) => data,
 *   index: ({ payee }) => ({ status: "open", subject: payee }),
 * });
 * const writing = { actor: { kind: "service", id: "desk" }, redactor: createRedactor() } as const;
 * const opened = { type: "dispute.opened", data: { payee: "P-1042" } } as const;
 * const log = await openSqliteLog({ path });
 * await log.appendAll(["d-1", "d-2"].map((id) => toStreamWrite(disputeKind, { id, events: [opened] }, writing)));
 */
export function toStreamWrite<const Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
  { id, events, after = { seq: 0, state: undefined } }: StreamPart<Schemas, State>,
  writing: StreamWriting,
): StreamWrite {
  const stream: StreamId = { kind: kind.name, id };
  refuseSecretNames(writing.redactor, { [`${kind.name} id`]: id, "actor id": writing.actor.id });
  const decision = decideEvents(kind, () => events, { stream, seq: after.seq, state: after.state }, writing);
  if (decision === undefined) throw new TypeError(`There is nothing to write to ${streamName(stream)}`);
  return { stream, ...decision.append };
}
