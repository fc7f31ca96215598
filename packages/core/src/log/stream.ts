import type { Actor } from "../actor.js";
import type { Redactor } from "../redact.js";
import { isSpmError } from "../spm-error.js";
import type { Claim } from "./claim.js";
import type { LogEvent, NewEvent, StreamId } from "./event.js";
import type { Log } from "./log.js";
import {
  type EventOf,
  type EventSchemas,
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

/** One stream as a typed fold that can be read again and added to. */
export interface Stream<Schemas extends EventSchemas, State> {
  readonly id: string;
  /** The number of the last event folded. */
  readonly seq: number;
  /** `undefined` while the stream has no event. */
  readonly state: State | undefined;
  /** Folds what others have appended in the meantime. */
  refresh(): Promise<State | undefined>;
  /**
   * Appends what a rule decides on the state, and nothing when it decides nothing.
   *
   * When somebody else appended first, the rule is asked again on the newer state.
   */
  append(
    decide: (state: State | undefined) => readonly EventOf<Schemas>[],
    under?: { readonly claim?: Claim | undefined },
  ): Promise<State | undefined>;
}

/** Opens a stream of a kind and folds its events. A stream without events may be opened too: it begins with the first. */
export async function openStream<const Schemas extends EventSchemas, State>(
  log: Log,
  kind: StreamKind<Schemas, State>,
  id: string,
  { actor, redactor }: StreamWriting,
): Promise<Stream<Schemas, State>> {
  const streamId: StreamId = { kind: kind.name, id };
  let state: State | undefined;
  let seq = 0;

  const fold = (events: readonly LogEvent[]) => {
    for (const event of events) {
      state = kind.fold(state, readEvent(kind, event));
      seq = event.seq;
    }
    return state;
  };
  const readOn = async () => fold(await log.read(streamId, { afterSeq: seq }));
  const inTurn = createTurns();

  await readOn();
  return {
    id,
    get seq() {
      return seq;
    },
    get state() {
      return state;
    },
    refresh: () => inTurn(readOn),
    append: (decide, { claim } = {}) =>
      inTurn(async () => {
        for (;;) {
          const events = decide(state).map((event) => ({
            type: event.type,
            actor,
            data: redactor.json(writeEventData(kind, event)),
          }));
          if (events.length === 0) return state;
          try {
            const index = kind.index(
              foldAhead(kind, state, { streamId, seq, epoch: claim?.epoch ?? 0 }, events),
            );
            return fold(await log.append(streamId, { events, expectedSeq: seq, index, claim }));
          } catch (error) {
            if (!isSpmError(error, "log.conflict")) throw error;
            await readOn();
          }
        }
      }),
  };
}

/** One after the other: what is folded twice, or out of its order, is no state. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** The state that kept events add up to; `undefined` for none. @throws SpmError `log.expired`, `log.damaged` */
export function foldStream<Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
  events: readonly LogEvent[],
): State | undefined {
  return events.reduce<State | undefined>(
    (state, event) => kind.fold(state, readEvent(kind, event)),
    undefined,
  );
}

/** The state that events would add up to, to know the index before they are kept. */
function foldAhead<Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
  state: State | undefined,
  place: { readonly streamId: StreamId; readonly seq: number; readonly epoch: number },
  events: readonly NewEvent[],
): State {
  let ahead = state;
  for (const [offset, event] of events.entries()) {
    const unkept = {
      ...event,
      stream: place.streamId,
      seq: place.seq + 1 + offset,
      at: 0,
      epoch: place.epoch,
    };
    ahead = kind.fold(ahead, readEvent(kind, { ...unkept, dataDigest: "", previousHash: "", hash: "" }));
  }
  if (ahead === undefined) throw new TypeError(`${kind.name} folds to no state`);
  return ahead;
}
