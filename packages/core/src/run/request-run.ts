import type { Actor } from "../actor.js";
import { publishGuide } from "../guide/guide-stream.js";
import { toJsonValue } from "../json.js";
import { toIssues } from "../parse-options.js";
import { SpmError } from "../spm-error.js";
import { openRun, requestedRun } from "./open-run.js";
import type { RunState } from "./run-state.js";
import type { RunnerServices } from "./runner-options.js";

export interface RunRequest {
  readonly procedureId: string;
  readonly input: unknown;
  /** The same id asks for the same run: a second request finds the first one's. */
  readonly runId: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Who asks. @defaultValue the worker */
  readonly actor?: Actor | undefined;
}

/** Writes down that a run is asked for, pinned to the current guide; a run of that id is found instead. */
export async function requestRun(
  services: RunnerServices,
  { procedureId, input, runId, labels = {}, actor }: RunRequest,
): Promise<RunState> {
  const { log, guides, redactor, worker } = services;
  const [guide] = guides;
  const parsed = guide.procedure(procedureId).input.safeParse(input);
  if (!parsed.success) {
    const issues = toIssues(parsed.error);
    throw new SpmError("run.refused", `The input does not fit ${procedureId}: ${issues.join("; ")}`, {
      issues,
    });
  }
  const service = { kind: "service", id: worker } as const;
  await publishGuide(log, guide, { actor: service, redactor });
  const stream = await openRun(services, runId, actor ?? service);
  const data = { procedureId, guideHash: guide.hash, input: toJsonValue(input), labels };
  await stream.append((run) => (run === undefined ? [{ type: "run.requested", data }] : []));
  return requestedRun(stream);
}
