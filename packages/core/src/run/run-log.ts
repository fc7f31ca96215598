import type { GuideDocument } from "../guide/guide-document.js";
import { guideKind } from "../guide/guide-stream.js";
import { type LogEvent, streamName } from "../log/event.js";
import { verifyChain } from "../log/hash-chain.js";
import type { Log } from "../log/log.js";
import { foldStream } from "../log/stream.js";
import { EXPIRED } from "../log/tombstone.js";
import { SpmError } from "../spm-error.js";
import { runKind } from "./run-kind.js";
import type { RunState, RunStatus } from "./run-state.js";

export interface RunQuery {
  readonly procedureId?: string | undefined;
  readonly status?: readonly RunStatus[] | undefined;
  /** By the time of the request. @defaultValue "oldest" */
  readonly first?: "oldest" | "newest" | undefined;
  /** @defaultValue no limit */
  readonly limit?: number | undefined;
}

/** The typed view of the runs in a log: reading only. */
export interface RunLog {
  /** @throws SpmError `run.unknown` without it, `log.expired` when its data was let go. */
  get(runId: string): Promise<RunState>;
  find(runId: string): Promise<RunState | undefined>;
  /** Runs whose data has expired are left out. */
  list(query?: RunQuery): AsyncIterable<RunState>;
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

  return {
    find,
    get,
    async *list({ procedureId, ...query } = {}) {
      for await (const { stream } of log.list({
        ...query,
        kind: runKind.name,
        subject: procedureId,
        exceptStatus: EXPIRED,
      })) {
        yield await get(stream.id);
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
    async verify(runId) {
      const name = streamName(streamOf(runId));
      const known = await log.find(streamOf(runId));
      const events = await log.read(streamOf(runId));
      if (known === undefined && events.length === 0) throw unknownRun(runId);
      const { hash } = verifyChain(streamOf(runId), events);
      // The head was read first: what was appended in between is more than it tells, and never less.
      const { head } = known ?? { head: { seq: 0, hash: "" } };
      if (events[head.seq - 1]?.hash === head.hash) return hash;
      throw new SpmError("log.damaged", `${name} ends otherwise than it did when it was written.`, {
        stream: name,
        seq: head.seq,
      });
    },
  };
}

function unknownRun(runId: string): SpmError {
  return new SpmError("run.unknown", `There is no run ${runId}.`, { what: runId });
}
