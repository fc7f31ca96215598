import type { GuideDocument } from "../guide/guide-document.js";
import { guideKind } from "../guide/guide-stream.js";
import type { LogEvent } from "../log/event.js";
import { verifyChain } from "../log/hash-chain.js";
import type { Log } from "../log/log.js";
import { foldStream } from "../log/stream.js";
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
  /** @throws SpmError `run.unknown` without it. */
  get(runId: string): Promise<RunState>;
  find(runId: string): Promise<RunState | undefined>;
  list(query?: RunQuery): AsyncIterable<RunState>;
  events(runId: string): Promise<readonly LogEvent[]>;
  /** The guide as it was when a run was asked for. @throws SpmError `guide.unknown` when it was never published. */
  guideOf(run: RunState): Promise<GuideDocument>;
  /** Proves the chain of a run, and gives the hash it ends in. @throws SpmError `log.damaged` */
  verify(runId: string): Promise<string>;
}

/** Creates the view of the runs in a log. */
export function createRunLog(log: Log): RunLog {
  const streamOf = (runId: string) => ({ kind: runKind.name, id: runId });
  const find = async (runId: string) => foldStream(runKind, await log.read(streamOf(runId)));

  const get = async (runId: string) => {
    const run = await find(runId);
    if (run === undefined) throw new SpmError("run.unknown", `There is no run ${runId}.`, { what: runId });
    return run;
  };

  return {
    find,
    get,
    async *list({ procedureId, ...query } = {}) {
      for await (const { stream } of log.list({ ...query, kind: runKind.name, subject: procedureId })) {
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
      const { hash } = verifyChain(streamOf(runId), await log.read(streamOf(runId)));
      const head = await log.find(streamOf(runId));
      if (head?.head.hash === hash) return hash;
      const stream = `run/${runId}`;
      throw new SpmError("log.damaged", `${stream} ends earlier than it did when it was written.`, {
        stream,
        seq: 0,
      });
    },
  };
}
