import { toStageTypeSeq } from "../pipeline-stages.js";
import type { PipelineRecord } from "./state.js";

const HOUR_MS = 3_600_000;

/** What ran in the tenant before anybody of ours came: a tenant that is in use has pipelines. */
export function earlierPipelines(now: number, processingUnitSeq: string): readonly PipelineRecord[] {
  const toRecord = (seq: string, hoursAgo: number): PipelineRecord => ({
    seq,
    command: "PipelineRun",
    stageTypeSeq: toStageTypeSeq("CompensateAndPay"),
    processingUnitSeq,
    runMode: "full",
    userId: "another.user",
    submittedAt: now - hoursAgo * HOUR_MS,
    status: "Successful",
    message: undefined,
    numErrors: 0,
  });
  return [toRecord("38280596832640001", 4), toRecord("38280596832640002", 3)];
}
