import { isSpmError } from "../spm-error.js";
import type { Claim, ClaimRequest } from "./claim.js";
import {
  type Decision,
  decideEvents,
  type Rules,
  type StreamStanding,
  type StreamWriting,
} from "./decide-events.js";
import { type LogEvent, type StreamId, streamName } from "./event.js";
import type { Log } from "./log.js";
import { refuseSecretNames } from "./secret-names.js";
import { type EventSchemas, readEvent, type StreamKind } from "./stream-kind.js";

export type { StreamWriting } from "./decide-events.js";

/** Whether a claim is given back: always, or by the state that the write leads to (`undefined` when there is none). */
type ReleaseRule<State> = boolean | ((ahead: State | undefined) => boolean);

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
   * Appends what rules decide on the state, all of it in one write, and nothing when they decide nothing.
   *
   * When somebody else appended first, the rules are asked again on the newer state. With `release` the claim is given
   * back in the same write, and also when there is nothing to append; a rule decides on the state that the write leads to.
   */
  append(
    rules: Rules<Schemas, State>,
    under?: { readonly claim?: Claim | undefined; readonly release?: ReleaseRule<State> | undefined },
  ): Promise<State | undefined>;
  /**
   * Claims the stream, and appends under that claim what rules decide, in one write. The stream may begin with it.
   *
   * @throws SpmError `claim.held` while another claim lasts, `run.unknown` where there is neither a stream nor an event.
   */
  appendClaiming(rules: Rules<Schemas, State>, request: ClaimRequest): Promise<Claim>;
}

/**
 * Opens a stream of a kind and folds its events. A stream without events may be opened too: it begins with the first.
 *
 * @throws SpmError `config.invalid` for the id of a new stream, or an actor, whose name holds a secret.
 */
export async function openStream<const Schemas extends EventSchemas, State>(
  log: Log,
  kind: StreamKind<Schemas, State>,
  id: string,
  writing: StreamWriting,
): Promise<Stream<Schemas, State>> {
  const stream: StreamId = { kind: kind.name, id };
  const folded = createFold(log, kind, stream);
  const inTurn = createTurns();

  const decideOnLatest = createDecider(folded, (rules: Rules<Schemas, State>) =>
    decideEvents(kind, rules, folded.standing(), writing),
  );

  await folded.readOn();
  // What is in the log already stays within reach.
  const begins = folded.standing().seq === 0;
  refuseSecretNames(writing.redactor, {
    [`${kind.name} id`]: begins ? id : undefined,
    "actor id": writing.actor.id,
  });
  return {
    id,
    get seq() {
      return folded.standing().seq;
    },
    get state() {
      return folded.standing().state;
    },
    refresh: () => inTurn(folded.readOn),
    append: (rules, { claim, release } = {}) =>
      inTurn(() =>
        decideOnLatest(rules, async (decision) => {
          const isReleased = typeof release === "function" ? release(decision?.ahead) : release;
          if (decision !== undefined) {
            const append = { ...decision.append, claim, release: isReleased };
            folded.take(decision, await log.append(stream, append));
          } else if (claim !== undefined && isReleased === true) await log.release(claim);
          return folded.standing().state;
        }),
      ),
    appendClaiming: (rules, request) =>
      inTurn(() =>
        decideOnLatest(rules, async (decision) => {
          if (decision === undefined) return log.claim(stream, request);
          const { claim, events } = await log.appendClaiming(stream, decision.append, request);
          folded.take(decision, events);
          return claim;
        }),
      ),
  };
}

/** Asks rules again for as long as somebody else appends first. */
function createDecider<Ruled, Decided>(
  { readOn }: { readOn(): Promise<unknown> },
  decide: (rules: Ruled) => Decided,
) {
  return async <Result>(rules: Ruled, keep: (decision: Decided) => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await keep(decide(rules));
      } catch (error) {
        if (!isSpmError(error, "log.conflict")) throw error;
        await readOn();
      }
    }
  };
}

/** Where a stream stands, by the events that were folded so far. */
function createFold<Schemas extends EventSchemas, State>(
  log: Log,
  kind: StreamKind<Schemas, State>,
  stream: StreamId,
) {
  let state: State | undefined;
  let seq = 0;
  return {
    standing: (): StreamStanding<State> => ({ stream, seq, state }),
    /** Folds what the log holds beyond. */
    async readOn(): Promise<State | undefined> {
      for (const event of await log.read(stream, { afterSeq: seq })) {
        state = kind.fold(state, readEvent(kind, event));
        seq = event.seq;
      }
      return state;
    },
    /** Folds what was decided and is now kept. It was read when it was checked: only its time and epoch are new. */
    take({ events }: Decision<Schemas, State>, kept: readonly LogEvent[]): void {
      for (const [offset, { seq: keptSeq, at, epoch }] of kept.entries()) {
        const event = events[offset];
        if (event === undefined)
          throw new TypeError(`more was kept of ${streamName(stream)} than was decided`);
        state = kind.fold(state, { ...event, at, epoch });
        seq = keptSeq;
      }
    },
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
