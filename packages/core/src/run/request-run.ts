import type { Actor } from "../actor.js";
import { publishGuide } from "../guide/guide-stream.js";
import { toJsonValue } from "../json.js";
import { toIssues } from "../parse-options.js";
import { SpmError } from "../spm-error.js";
import { moveRun, moveStream } from "./move/move-run.js";
import type { NewRunEvent } from "./move/moving.js";
import { openRun, requestedRun } from "./open-run.js";
import type { RunState } from "./run-state.js";
import type { RunnerServices } from "./runner-options.js";

export interface RunRequest {
  readonly procedureId: string;
  readonly input: unknown;
  /** The same id asks for the same run: a second request finds the first one's. */
  readonly runId: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** The slot of a schedule that it is performed for. */
  readonly slotId?: string | undefined;
  /** Who asks. @defaultValue the worker */
  readonly actor?: Actor | undefined;
}

/** Writes down that a run is asked for, pinned to the current guide; a run of that id is found instead. */
export async function requestRun(services: RunnerServices, request: RunRequest): Promise<RunState> {
  const asked = await toRequest(services, request);
  const stream = await openRun(services, request.runId, asked.actor);
  await stream.append(asked.first);
  return requestedRun(stream);
}

/** Asks for a run and moves it, in one write where the worker itself is the one who asks. */
export async function performRun(
  services: RunnerServices,
  request: RunRequest,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<RunState> {
  const { runId } = request;
  const asked = await toRequest(services, request);
  const { kind, id } = asked.actor;
  const stream = await openRun(services, runId, asked.actor);
  if (stream.state === undefined && kind === "service" && id === services.worker) {
    return moveStream(services, stream, signal, asked.first);
  }
  await stream.append(asked.first);
  return moveRun(services, runId, { signal });
}

interface AskedRun {
  readonly actor: Actor;
  /** The event with which a run of that id begins, where there is none that was taken. */
  first(run: RunState | undefined): readonly NewRunEvent[];
}

/** The request as an event. One whose input does not fit is kept as refused, and thrown. */
async function toRequest(
  services: RunnerServices,
  { procedureId, input, runId, labels = {}, slotId, actor: by }: RunRequest,
): Promise<AskedRun> {
  const { log, guides, redactor, worker, published } = services;
  const [guide] = guides;
  const actor = by ?? { kind: "service", id: worker };
  const parsed = guide.procedure(procedureId).input.safeParse(input);
  if (!published.has(guide.hash)) {
    await publishGuide(log, guide, { actor: { kind: "service", id: worker }, redactor });
    published.add(guide.hash);
  }
  const written = toJsonValue(input ?? null);
  const data = { procedureId, guideHash: guide.hash, input: written, labels: { ...labels }, slotId };
  const isOpen = (run: RunState | undefined) => run === undefined || run.refusal !== undefined;
  if (parsed.success) {
    return { actor, first: (run) => (isOpen(run) ? [{ type: "run.requested", data }] : []) };
  }
  const issues = [...toIssues(parsed.error)];
  const stream = await openRun(services, runId, actor);
  await stream.append((run) => (isOpen(run) ? [{ type: "run.refused", data: { ...data, issues } }] : []));
  throw new SpmError("run.refused", `The input does not fit ${procedureId}: ${issues.join("; ")}`, {
    issues,
  });
}
