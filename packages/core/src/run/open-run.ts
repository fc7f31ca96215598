import type { Actor } from "../actor.js";
import { openStream } from "../log/stream.js";
import { SpmError } from "../spm-error.js";
import type { RunStream } from "./move/moving.js";
import { runKind } from "./run-kind.js";
import type { RunState } from "./run-state.js";
import type { RunnerServices } from "./runner-options.js";

/** Opens the stream of a run, to be written by somebody. */
export function openRun(
  { log, redactor }: Pick<RunnerServices, "log" | "redactor">,
  runId: string,
  actor: Actor,
): Promise<RunStream> {
  return openStream(log, runKind, runId, { actor, redactor });
}

/** The state of a run. @throws SpmError `run.unknown` for one that nobody asked for. */
export function requestedRun({ state, id }: RunStream): RunState {
  if (state !== undefined) return state;
  throw new SpmError("run.unknown", `There is no run ${id}.`, { what: id });
}
