import { z } from "zod";
import type { Actor } from "../actor.js";
import { type Clock, systemClock } from "../clock.js";
import type { Guide } from "../guide/guide.js";
import { publishGuide } from "../guide/guide-stream.js";
import { type JsonValue, jsonSchema, toJsonValue } from "../json.js";
import type { Log } from "../log/log.js";
import { openStream } from "../log/stream.js";
import { toIssues } from "../parse-options.js";
import { createRedactor, type Redactor } from "../redact.js";
import { SpmError } from "../spm-error.js";
import { advanceRun, type RunStream } from "./advance.js";
import { holdClaim } from "./held-claim.js";
import { runKind } from "./run-kind.js";
import { createRunProgress, type RunProgress } from "./run-progress.js";
import type { RunState } from "./run-state.js";

export interface RunnerOptions {
  readonly log: Log;
  /** The guide that new runs follow, and the earlier versions under which old runs may finish. */
  readonly guides: readonly [Guide, ...Guide[]];
  /** Who performs: shown beside a claim, kept with every event. */
  readonly worker: string;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Takes secrets out of all that is kept. @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
  /** Told what happens. @defaultValue nobody is told */
  readonly progress?: RunProgress | undefined;
  /** How long a worker that has died keeps a run from others. @defaultValue 15_000 */
  readonly leaseMs?: number | undefined;
}

export interface RunRequest {
  readonly procedureId: string;
  readonly input: unknown;
  /** The same id asks for the same run: a second request finds the first one's. */
  readonly runId: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Who asks. @defaultValue the worker */
  readonly actor?: Actor | undefined;
}

/** What a person found out about a step in doubt. */
export interface DoubtResolution {
  readonly runId: string;
  readonly stepId: string;
  readonly finding: { readonly as: "happened"; readonly output: JsonValue } | { readonly as: "absent" };
  /** How the person knows. Kept in the log. */
  readonly reason: string;
  readonly actor: Actor;
}

/** Performs the procedures of a guide, and keeps all that happens in the run log. */
export interface Runner {
  /**
   * Asks for a run; it does not move yet.
   *
   * @throws SpmError `run.refused` when the input does not fit the procedure, `run.unknown` without the procedure.
   */
  request(request: RunRequest): Promise<RunState>;
  /**
   * Moves a run until it has ended or is in doubt. Takes up a run that another worker has left, where it left it.
   *
   * @throws SpmError `claim.held` while another worker moves it, `claim.lost` when another one has taken over,
   * `guide.unknown` when it is pinned to a version of the guide that is not here.
   */
  advance(runId: string, call?: { readonly signal?: AbortSignal | undefined }): Promise<RunState>;
  /** Keeps what a person found out about a step in doubt. The run moves on with the next `advance`. */
  resolve(resolution: DoubtResolution): Promise<RunState>;
}

const resolutionSchema = z.strictObject({
  runId: z.string(),
  stepId: z.string(),
  finding: z.discriminatedUnion("as", [
    z.strictObject({ as: z.literal("happened"), output: jsonSchema }),
    z.strictObject({ as: z.literal("absent") }),
  ]),
  reason: z.string().min(1, "say how you know: it is kept in the log"),
  actor: z.unknown(),
});

export function createRunner(options: RunnerOptions): Runner {
  const { log, guides, worker, clock = systemClock, leaseMs = 15_000 } = options;
  const { redactor = createRedactor(), progress = createRunProgress() } = options;
  const service: Actor = { kind: "service", id: worker };

  const open = async (runId: string, actor: Actor): Promise<RunStream> =>
    openStream(log, runKind, runId, { actor, redactor });

  const openRequested = async (runId: string, actor: Actor = service) => {
    const stream = await open(runId, actor);
    return { stream, run: requested(stream) };
  };

  return {
    async request({ procedureId, input, runId, labels = {}, actor = service }) {
      const [guide] = guides;
      const parsed = guide.procedure(procedureId).input.safeParse(input);
      if (!parsed.success) {
        const issues = toIssues(parsed.error);
        throw new SpmError("run.refused", `The input does not fit ${procedureId}: ${issues.join("; ")}`, {
          issues,
        });
      }
      await publishGuide(log, guide, { actor: service, redactor });
      const stream = await open(runId, actor);
      const data = { procedureId, guideHash: guide.hash, input: toJsonValue(input), labels };
      await stream.append((run) => (run === undefined ? [{ type: "run.requested", data }] : []));
      return requested(stream);
    },

    async advance(runId, { signal = new AbortController().signal } = {}) {
      const { stream, run } = await openRequested(runId);
      if (run.status === "succeeded" || run.status === "failed") return run;
      const guide = pinnedGuide(guides, run);
      const claim = await log.claim({ kind: runKind.name, id: runId }, { worker, leaseMs });
      const held = holdClaim(log, claim, { leaseMs, clock, signal });
      try {
        await stream.refresh();
        if (run.steps.length > 0) {
          await stream.append(() => [{ type: "run.resumed", data: { worker } }], held);
          progress.emit("run:resumed", requested(stream));
        } else {
          progress.emit("run:started", requested(stream));
        }
        return await advanceRun(stream, { guide, held, clock, progress });
      } finally {
        await held.letGo();
      }
    },

    async resolve(resolution) {
      const { runId, stepId, finding, reason } = resolutionSchema.parse(resolution);
      const { stream } = await openRequested(runId, resolution.actor);
      await stream.append((run) => {
        const step = run?.steps.find((each) => each.stepId === stepId);
        if (step?.status !== "in-doubt") {
          const issues = [`${stepId} is ${step?.status ?? "not begun"}, not in doubt`];
          throw new SpmError("run.refused", `There is nothing to resolve: ${issues.join("; ")}.`, { issues });
        }
        return [{ type: "effect.resolved", data: { ...finding, effectId: stepId, reason } }];
      });
      return requested(stream);
    },
  };
}

function requested({ state, id }: RunStream): RunState {
  if (state !== undefined) return state;
  throw new SpmError("run.unknown", `There is no run ${id}.`, { what: id });
}

function pinnedGuide(guides: readonly Guide[], { runId, guideHash }: RunState): Guide {
  const guide = guides.find(({ hash }) => hash === guideHash);
  if (guide !== undefined) return guide;
  throw new SpmError(
    "guide.unknown",
    `Run ${runId} follows the guide of version ${guideHash.slice(0, 12)}, which this service does not have. Start the release that has it, and let the run finish there.`,
    { guideHash },
  );
}
