import { type Clock, systemClock } from "../clock.js";
import type { GuideDocument } from "../guide/document/guide-document.js";
import { guideKind } from "../guide/guide-stream.js";
import { type LogEvent, type StreamId, streamName } from "../log/event.js";
import { verifyChain } from "../log/hash-chain.js";
import type { Log } from "../log/log.js";
import { foldStream } from "../log/stream.js";
import { EXPIRED } from "../log/tombstone.js";
import { isSpmError, SpmError } from "../spm-error.js";
import { runKind } from "./run-kind.js";
import type { RunState, RunStatus } from "./run-state.js";

export interface RunQuery {
  readonly procedureId?: string | undefined;
  readonly status?: readonly RunStatus[] | undefined;
  /** Those requested in a time, milliseconds since 1970: from the first bound on, and before the second. */
  readonly requestedFromMs?: number | undefined;
  readonly requestedBeforeMs?: number | undefined;
  /** By the time of the request. @defaultValue "oldest" */
  readonly first?: "oldest" | "newest" | undefined;
  /** The run after which the next page begins, in that order. */
  readonly after?: Pick<RunState, "runId" | "requestedAt"> | undefined;
  /** @defaultValue no limit */
  readonly limit?: number | undefined;
}

/** A run that has changed, and its place in the order of the changes. */
export interface RunChange {
  readonly position: number;
  readonly run: RunState;
}

export interface RunFollowing {
  /** From where on: the position of the last change that was seen. @defaultValue 0, all runs there are */
  readonly afterPosition?: number | undefined;
  /** How often the log is looked at. @defaultValue 1_000 */
  readonly pollMs?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Ends it, with its own reason. */
  readonly signal: AbortSignal;
}

/** The typed view of the runs in a log: reading only. */
export interface RunLog {
  /** @throws SpmError `run.unknown` without it, `log.expired` when its data was let go. */
  get(runId: string): Promise<RunState>;
  find(runId: string): Promise<RunState | undefined>;
  /** Runs whose data has expired are left out. */
  list(query?: RunQuery): AsyncIterable<RunState>;
  /**
   * Runs as they change, whichever process moves them, for as long as it is asked for more. A run that changes several
   * times between two looks comes once, as it then stands. Runs whose data has expired are left out.
   */
  follow(following: RunFollowing): AsyncIterable<RunChange>;
  events(runId: string): Promise<readonly LogEvent[]>;
  /** The guide as it was when a run was asked for. @throws SpmError `guide.unknown` when it was never published. */
  guideOf(run: RunState): Promise<GuideDocument>;
  /** Proves the chain of a run, and gives the hash it ends in. @throws SpmError `log.damaged`, `run.unknown` */
  verify(runId: string): Promise<string>;
}

/** Creates the view of the runs in a log. */
export function createRunLog(log: Log): RunLog {
  const streamOf = (runId: string) => ({ kind: runKind.name, id: runId });
  const find = async (runId: string) => foldStream(runKind, await log.read(streamOf(runId)));

  const get = async (runId: string) => {
    const run = await find(runId);
    if (run === undefined) throw unknownRun(runId);
    return run;
  };

  /** The run, unless its data has gone since it was seen in a list. */
  const present = async (runId: string): Promise<readonly RunState[]> => {
    try {
      return [await get(runId)];
    } catch (error) {
      if (isSpmError(error, "log.expired")) return [];
      throw error;
    }
  };

  return {
    find,
    get,
    async *list({ procedureId, requestedFromMs, requestedBeforeMs, after, ...query } = {}) {
      for await (const { stream } of log.list({
        ...query,
        kind: runKind.name,
        subject: procedureId,
        exceptStatus: EXPIRED,
        createdFromMs: requestedFromMs,
        createdBeforeMs: requestedBeforeMs,
        // A run begins with its request, so the times of both are one.
        after: after && { createdAt: after.requestedAt, id: after.runId },
      })) {
        yield* await present(stream.id);
      }
    },
    async *follow({ afterPosition = 0, pollMs = 1_000, clock = systemClock, signal }) {
      for (let last = afterPosition; ; await clock.wait(pollMs, { signal })) {
        for await (const { stream, status, position } of log.changes({ afterPosition: last })) {
          signal.throwIfAborted();
          last = position;
          if (stream.kind === runKind.name && status !== EXPIRED)
            for (const run of await present(stream.id)) yield { position, run };
        }
      }
    },
    events: (runId) => log.read(streamOf(runId)),
    async guideOf({ guideHash }) {
      const document = foldStream(guideKind, await log.read({ kind: guideKind.name, id: guideHash }));
      if (document !== undefined) return document;
      throw new SpmError("guide.unknown", `The guide of version ${guideHash} is not in this log.`, {
        guideHash,
      });
    },
    verify: (runId) => verifyRun(log, streamOf(runId)),
  };
}

/** Proves the chain of a run against the head that the log has of it. */
async function verifyRun(log: Log, stream: StreamId): Promise<string> {
  const known = await log.find(stream);
  const events = await log.read(stream);
  if (known === undefined && events.length === 0) throw unknownRun(stream.id);
  const { hash } = verifyChain(stream, events);
  // The head was read first: what was appended in between is more than it tells, and never less.
  const { head } = known ?? { head: { seq: 0, hash: "" } };
  if (events[head.seq - 1]?.hash === head.hash) return hash;
  const name = streamName(stream);
  throw new SpmError("log.damaged", `${name} ends otherwise than it did when it was written.`, {
    stream: name,
    seq: head.seq,
  });
}

function unknownRun(runId: string): SpmError {
  return new SpmError("run.unknown", `There is no run ${runId}.`, { what: runId });
}
