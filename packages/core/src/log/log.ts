import type { KeptAttachment } from "./attachment.js";
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
  /**
   * From when on somebody should move it, in whole milliseconds since 1970; a moment that has passed means now. Absent
   * when it waits for something from outside, or has ended.
   */
  readonly dueMs?: number | undefined;
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
  /** Gives the claim back in the same write. @defaultValue false */
  readonly release?: boolean | undefined;
}

/** One stream's part of a write to several. The same stream may come twice: each part expects what the one before leads to. */
export interface StreamWrite extends StreamAppend {
  readonly stream: StreamId;
}

/** What a write that also claims its stream led to. */
export interface ClaimedAppend {
  readonly claim: Claim;
  readonly events: readonly LogEvent[];
}

/** Where a page has ended: the place of its last stream in the order of creation. */
export interface StreamCursor {
  readonly createdAt: number;
  readonly id: string;
}

export interface StreamQuery {
  readonly kind: string;
  readonly status?: readonly string[] | undefined;
  /** Those that do not stand there. */
  readonly exceptStatus?: string | undefined;
  readonly subject?: string | undefined;
  /** Those created in a time, milliseconds since 1970: from the first bound on, and before the second. */
  readonly createdFromMs?: number | undefined;
  readonly createdBeforeMs?: number | undefined;
  /**
   * Those that are due by then and that no worker holds; the longest due come first, so `first` and `after` do not go
   * with it.
   */
  readonly dueByMs?: number | undefined;
  /** By creation, and by id (its bytes in UTF-8) where that is the same. @defaultValue "oldest" */
  readonly first?: "oldest" | "newest" | undefined;
  /** Those that come after a stream in that order, to go on with the next page. */
  readonly after?: StreamCursor | undefined;
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
   * claim is no longer the stream's, `storage.full` without room. TypeError without events, and for a release without
   * a claim.
   */
  append(stream: StreamId, append: StreamAppend): Promise<readonly LogEvent[]>;
  /**
   * Adds events to several streams, all or none. What is told comes in the order of the writes.
   *
   * @throws SpmError as `append` does, for the first stream that cannot take its part.
   */
  appendAll(writes: readonly StreamWrite[]): Promise<readonly (readonly LogEvent[])[]>;
  /**
   * Claims a stream, and adds events to it under that claim, in one write. The stream may begin with them.
   *
   * @throws SpmError `claim.held` while another claim lasts, and as `append` does.
   */
  appendClaiming(
    stream: StreamId,
    append: Omit<StreamAppend, "claim" | "release">,
    request: ClaimRequest,
  ): Promise<ClaimedAppend>;
  /** The events after a number, in order; none for a stream that does not exist. */
  read(stream: StreamId, range?: { readonly afterSeq?: number | undefined }): Promise<readonly LogEvent[]>;
  /** A stream's head, or `undefined` when there is no such stream. */
  find(stream: StreamId): Promise<StreamHead | undefined>;
  /**
   * The streams of a query, each at most once, in its order. They are read a page at a time: a stream that changes
   * meanwhile is told as it stands when its page is read.
   *
   * @throws TypeError when `dueByMs` comes with `first` or `after`.
   */
  list(query: StreamQuery): AsyncIterable<StreamHead>;
  /**
   * The streams that have changed after a position, of every kind, each once with its present head, in the order in
   * which the log saw their latest events. A change that is seen later never has a lower position. They are read a page
   * at a time: a stream that changes once more meanwhile may come again.
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
   * at `expired`. Its attachments go too. Whether a stream may expire is for its kind to say: see `expireStreams`.
   *
   * @throws SpmError `log.conflict` when the stream has other events than were seen, `claim.held` while a worker moves it.
   */
  expire(stream: StreamId, expiry: StreamExpiry): Promise<LogEvent>;
  /**
   * Keeps bytes that belong to a stream, under their SHA-256: the same bytes are the same attachment of it. They are
   * redacted already. The stream need not have begun: bytes are attached before the event that names them
   * (`attachmentSchema`). Nobody sees them before they are whole, and they never change.
   *
   * @throws SpmError `file.refused` above the limit of the log, `log.expired` when the data of the stream is gone,
   * `remote.unavailable` when the content paused for an hour, `storage.full` without room; what the content throws.
   */
  attach(
    stream: StreamId,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    call?: { readonly signal?: AbortSignal | undefined },
  ): Promise<KeptAttachment>;
  /**
   * The bytes of an attachment, in order. Ends normally only when all of them are those that were attached.
   *
   * @throws SpmError `file.not-found` without it, `log.expired` when it went with the data of its stream, `log.damaged`.
   */
  readAttachment(
    stream: StreamId,
    digest: string,
    call?: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterable<Uint8Array>;
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
