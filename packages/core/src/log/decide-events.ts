import type { Actor } from "../actor.js";
import type { Redactor } from "../redact.js";
import type { LogEvent, NewEvent, StreamId } from "./event.js";
import type { StreamAppend } from "./log.js";
import {
  type EventOf,
  type EventSchemas,
  type FoldedEvent,
  readEvent,
  type StreamKind,
  writeEventData,
} from "./stream-kind.js";

/** With what a stream is written. */
export interface StreamWriting {
  readonly actor: Actor;
  /** Takes secrets out before the write and before the hash. */
  readonly redactor: Redactor;
}

/** Decides on a state which events follow from it; none when nothing does. Asked again when the state has changed. */
export type Rule<Schemas extends EventSchemas, State> = (
  state: State | undefined,
) => readonly EventOf<Schemas>[];

/** One rule, or several of which each is asked on the state to which the ones before it lead. */
export type Rules<Schemas extends EventSchemas, State> =
  | Rule<Schemas, State>
  | readonly Rule<Schemas, State>[];

/** Where a stream stands for a writer. */
export interface StreamStanding<State> {
  readonly stream: StreamId;
  readonly seq: number;
  readonly state: State | undefined;
}

/** What rules lead to: events that are checked and redacted, ready to be kept. */
export interface Decision<Schemas extends EventSchemas, State> {
  readonly append: Pick<StreamAppend, "events" | "expectedSeq" | "index">;
  /** The same events, as whoever reads them will: their time and epoch are known only once they are kept. */
  readonly events: readonly FoldedEvent<Schemas>[];
  /** The state that they lead to, but for their time and epoch. */
  readonly ahead: State;
}

/** What rules decide where a stream stands, or `undefined` for nothing. */
export function decideEvents<Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
  rules: Rules<Schemas, State>,
  { stream, seq, state }: StreamStanding<State>,
  { actor, redactor }: StreamWriting,
): Decision<Schemas, State> | undefined {
  const unkept: NewEvent[] = [];
  const events: FoldedEvent<Schemas>[] = [];
  let ahead = state;
  for (const rule of typeof rules === "function" ? [rules] : rules) {
    for (const decided of rule(ahead)) {
      const data = redactor.json(writeEventData(kind, decided));
      const event = { type: decided.type, actor, data };
      const read = readEvent(kind, { ...event, ...UNKEPT, stream, seq: seq + events.length + 1 });
      unkept.push(event);
      events.push(read);
      ahead = kind.fold(ahead, read);
    }
  }
  if (events.length === 0) return undefined;
  if (ahead === undefined) throw new TypeError(`${kind.name} folds to no state`);
  return { append: { events: unkept, expectedSeq: seq, index: kind.index(ahead) }, events, ahead };
}

/** What only the log gives an event. */
const UNKEPT: Pick<LogEvent, "at" | "epoch" | "dataDigest" | "previousHash" | "hash"> = {
  at: 0,
  epoch: 0,
  dataDigest: "",
  previousHash: "",
  hash: "",
};
