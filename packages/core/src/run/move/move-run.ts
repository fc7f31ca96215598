import { haltsWorker, recordFailure } from "../../effect/failure-kind.js";
import { postponementMs } from "../../effect/postponement.js";
import type { Guide } from "../../guide/guide.js";
import { type HeldClaim, holdClaim } from "../../log/held-claim.js";
import { SpmError } from "../../spm-error.js";
import { openRun, requestedRun } from "../open-run.js";
import { runKind } from "../run-kind.js";
import type { RunState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { advanceRun } from "./advance.js";
import { beginNext } from "./begin-next.js";
import type { Moving, NewRunEvent, RunStream } from "./moving.js";

/** Claims a run and moves it under that claim, from wherever it stands. */
export async function moveRun(
  services: RunnerServices,
  runId: string,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<RunState> {
  const stream = await openRun(services, runId, { kind: "service", id: services.worker });
  const run = requestedRun(stream);
  return hasEnded(run) ? run : moveStream(services, stream, signal);
}

/**
 * Claims the stream of a run and moves it.
 *
 * @param first decides what is written together with the claim, before the run's own first move.
 */
export async function moveStream(
  services: RunnerServices,
  stream: RunStream,
  signal: AbortSignal,
  first: (run: RunState | undefined) => readonly NewRunEvent[] = () => [],
): Promise<RunState> {
  const { log, guides, worker, clock, progress, leaseMs } = services;
  let left: ReadonlySet<string> = new Set();
  const takenUp = (run: RunState | undefined): readonly NewRunEvent[] => {
    left = new Set(run?.steps.map(({ stepId }) => stepId));
    return run !== undefined && !hasEnded(run) && isBegun(run)
      ? [{ type: "run.resumed", data: { worker } }]
      : [];
  };
  const begun = (run: RunState | undefined) => {
    if (run === undefined || hasEnded(run)) return [];
    const procedure = pinnedGuide(guides, run).procedure(run.procedureId);
    return beginNext({ procedure, held: { signal } }, run);
  };
  const claim = await stream.appendClaiming([first, takenUp, begun], { worker, leaseMs });
  const cancelled = new AbortController();
  const onRenewed = async () => {
    const cancellation = (await stream.refresh())?.cancellation;
    if (cancellation !== undefined) cancelled.abort(toCancelled(cancellation.reason));
  };
  const held = holdClaim(log, claim, { leaseMs, clock, signal, onRenewed });
  try {
    const run = requestedRun(stream);
    progress.emit(isBegun(run) && left.size > 0 ? "run:resumed" : "run:started", run);
    const guide = pinnedGuide(guides, run);
    const procedure = guide.procedure(run.procedureId);
    const moving = { services, stream, guide, procedure, held, cancelled: cancelled.signal };
    const input = procedure.input.parse(run.input);
    const moveOther: Moving["moveOther"] = (otherId, call) => moveRun(services, otherId, call);
    return await advanceRun({ ...moving, input, moveOther }, left);
  } catch (error) {
    if (haltsWorker(error) && !held.signal.aborted) await postpone(stream, held, clock.now(), error);
    throw error;
  } finally {
    await held.letGo();
  }
}

/** Puts a run off whose worker is in trouble. Where not even that can be kept, there is nothing more to be done about it. */
async function postpone(stream: RunStream, { claim }: HeldClaim, now: number, error: unknown): Promise<void> {
  const trouble = recordFailure(error);
  const rule = (run: RunState | undefined): readonly NewRunEvent[] => {
    if (run === undefined || hasEnded(run)) return [];
    const untilMs = now + postponementMs(run.postponement?.times ?? 0);
    return [{ type: "run.postponed", data: { untilMs, trouble } }];
  };
  await stream.append(rule, { claim }).catch(() => undefined);
}

function hasEnded({ status }: RunState): boolean {
  return runKind.ended?.includes(status) === true;
}

/** A run that waits is not taken up again when somebody looks at it. */
function isBegun({ steps, status }: RunState): boolean {
  return status !== "waiting" && steps.some(({ attempts }) => attempts > 0);
}

function toCancelled(reason: string): SpmError {
  return new SpmError("run.cancelled", `The run was cancelled: ${reason}`, { reason });
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
