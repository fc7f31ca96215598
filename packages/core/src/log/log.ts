import type { Claim, ClaimRequest } from "./claim.js";
import type { LogEvent, NewEvent, StreamId } from "./event.js";
import type { ChainHead } from "./hash-chain.js";
import type { StreamExpiry } from "./tombstone.js";

/** What is known of a stream without reading its events. */
export interface StreamIndex {
  /** Where it stands, in the words of its kind. */
  readonly status: string;
  /** What it is about, for example the procedure of a run. */
  readonly subject: string;
}

/** A stream as lists show it. */
export interface StreamHead extends StreamIndex {
  readonly stream: StreamId;
  readonly head: ChainHead;
  /** Milliseconds since 1970 by the log's clock. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface StreamAppend {
  readonly events: readonly NewEvent[];
  /** The number of the last event that the writer has seen; 0 for a new stream. */
  readonly expectedSeq: number;
  /** The index after these events. */
  readonly index: StreamIndex;
  /** Absent for a write from outside, such as a person's decision. */
  readonly claim?: Claim | undefined;
}

export interface StreamQuery {
  readonly kind: string;
  readonly status?: readonly string[] | undefined;
  /** Those that do not stand there. */
  readonly exceptStatus?: string | undefined;
  readonly subject?: string | undefined;
  /** By creation. @defaultValue "oldest" */
  readonly first?: "oldest" | "newest" | undefined;
  /** @defaultValue no limit */
  readonly limit?: number | undefined;
}

/** A stream that has changed, and its place in the order of the changes. */
export interface StreamChange extends StreamHead {
  /** Rises with every event of the log; it has gaps. */
  readonly position: number;
}

/**
 * The append-only record: many streams of events, each a chain of its own.
 *
 * What `append` has resolved is on the disk. Every failure of it leaves the stream as it was.
 */
export interface Log extends AsyncDisposable {
  /**
   * Adds events to the end of a stream, all or none, and tells them as they were kept.
   *
   * @throws SpmError `log.conflict` when the stream has other events than the writer has seen, `claim.lost` when the
   * claim is no longer the stream's, `storage.full` without room.
   */
  append(stream: StreamId, append: StreamAppend): Promise<readonly LogEvent[]>;
  /** The events after a number, in order; none for a stream that does not exist. */
  read(stream: StreamId, range?: { readonly afterSeq?: number | undefined }): Promise<readonly LogEvent[]>;
  /** A stream's head, or `undefined` when there is no such stream. */
  find(stream: StreamId): Promise<StreamHead | undefined>;
  list(query: StreamQuery): AsyncIterable<StreamHead>;
  /**
   * The streams that have changed after a position, of every kind, each once with its present head, in the order in
   * which the log saw their latest events. A change that is seen later never has a lower position.
   */
  changes(range?: {
    /** @defaultValue 0 */
    readonly afterPosition?: number | undefined;
    /** @defaultValue no limit */
    readonly limit?: number | undefined;
  }): AsyncIterable<StreamChange>;
  /**
   * Lets the data of all events of a stream go, for good, and appends the tombstone that tells by whom and why; all or
   * nothing. What is left of an event is everything but its data, so the chain still verifies. The stream then stands
   * at `expired`. Whether a stream may expire is for its kind to say: see `expireStreams`.
   *
   * @throws SpmError `log.conflict` when the stream has other events than were seen, `claim.held` while a worker moves it.
   */
  expire(stream: StreamId, expiry: StreamExpiry): Promise<LogEvent>;
  /**
   * Gives one worker the right to move a stream, for a time.
   *
   * @throws SpmError `claim.held` while another claim lasts, `run.unknown` without the stream.
   */
  claim(stream: StreamId, request: ClaimRequest): Promise<Claim>;
  /** Prolongs a claim from now on. @throws SpmError `claim.lost` when it is no longer the stream's. */
  renew(claim: Claim, leaseMs: number): Promise<Claim>;
  /** Gives a claim back; content when it is lost already. */
  release(claim: Claim): Promise<void>;
  close(): Promise<void>;
}
