import type { Guide } from "../guide/guide.js";
import { SpmError } from "../spm-error.js";
import { advanceRun } from "./advance.js";
import { holdClaim } from "./held-claim.js";
import { openRun, requestedRun } from "./open-run.js";
import { runKind } from "./run-kind.js";
import type { RunState } from "./run-state.js";
import type { RunnerServices } from "./runner-options.js";

/** Claims a run and moves it under that claim, from wherever it stands. */
export async function moveRun(
  services: RunnerServices,
  runId: string,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<RunState> {
  const { log, guides, worker, clock, progress, leaseMs } = services;
  const stream = await openRun(services, runId, { kind: "service", id: worker });
  const run = requestedRun(stream);
  if (runKind.ended?.includes(run.status) === true) return run;
  const guide = pinnedGuide(guides, run);
  const claim = await log.claim({ kind: runKind.name, id: runId }, { worker, leaseMs });
  const cancelled = new AbortController();
  const onRenewed = async () => {
    const cancellation = (await stream.refresh())?.cancellation;
    if (cancellation !== undefined) cancelled.abort(toCancelled(cancellation.reason));
  };
  const held = holdClaim(log, claim, { leaseMs, clock, signal, onRenewed });
  try {
    await stream.refresh();
    if (requestedRun(stream).steps.some(({ attempts }) => attempts > 0)) {
      await stream.append(() => [{ type: "run.resumed", data: { worker } }], held);
      progress.emit("run:resumed", requestedRun(stream));
    } else {
      progress.emit("run:started", requestedRun(stream));
    }
    return await advanceRun(stream, { guide, held, cancelled: cancelled.signal, clock, progress });
  } finally {
    await held.letGo();
  }
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
