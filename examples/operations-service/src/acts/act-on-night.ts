import type { RunState } from "@spm-ops/core";
import { openService, type Service, type ServiceOptions } from "../night/open-service.js";

/** What a person does to a night: who, and why. Both stand in the run log for ever. */
export interface NightAct {
  readonly by: string;
  readonly reason: string;
}

/** What is done, as the runner knows it. */
export type ActOnRun = (service: Service, act: ReturnType<typeof toRunAct>) => Promise<RunState>;

/** Does something to the night that waits, or else to the last one, and says where that night stands then. */
export async function actOnNight(
  options: ServiceOptions,
  act: NightAct,
  perform: ActOnRun,
): Promise<RunState> {
  await using service = await openService(options);
  return await perform(service, toRunAct(service, act));
}

function toRunAct({ night }: Service, { by, reason }: NightAct) {
  return { runId: night.runId, reason, actor: { kind: "person", id: by } } as const;
}

/** The id of the next repetition of a night. */
export async function nextRunId({ night, runLog }: Service): Promise<string> {
  const first = night.runId.replace(/\.\d+$/, "");
  for (let number = 2; ; number += 1) {
    const runId = `${first}.${number}`;
    if ((await runLog.find(runId)) === undefined) return runId;
  }
}
