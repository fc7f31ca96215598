import { createRunLog, openSqliteLog, type RunState } from "@spm-ops/core";
import { nightInput, nightRunId } from "../client/night-parts.js";
import type { Folders } from "../embedded/folders.js";
import { isThere } from "../embedded/write-whole.js";

/** Which night is to be performed, and under which id its run is known. */
export interface NightChoice {
  readonly businessDate: string;
  readonly runId: string;
}

/** The run that was left unfinished, or else the last one of the night that is asked for, or a new one. */
export async function chooseNight(folders: Folders, businessDate: string): Promise<NightChoice> {
  const fresh = { businessDate, runId: nightRunId(businessDate) };
  if (!(await isThere(folders.runLog))) return fresh;
  await using log = await openSqliteLog({ path: folders.runLog });
  const runLog = createRunLog(log);
  const unfinished = ["requested", "running", "waiting", "in-doubt", "held"] as const;
  for await (const run of runLog.list({ status: unfinished, limit: 1 })) {
    return choiceOf(run);
  }
  for await (const run of runLog.list({ first: "newest", limit: 1 })) {
    if (choiceOf(run).businessDate === businessDate) return choiceOf(run);
  }
  return fresh;
}

function choiceOf({ runId, input }: RunState): NightChoice {
  return { runId, businessDate: nightInput.parse(input).businessDate };
}
