import type { Handle } from "../../contract/spm-connector.js";
import type { FlowStart } from "./cloudworks-mapping.js";
import { isFlow } from "./cloudworks-objects.js";

/** What a handle knows a run by. That of a flow is told by its time, too, as the vendor may leave its id out. */
export function toTask(handle: Pick<Handle, "object">, { runId, startedAt }: FlowStart): string {
  return isFlow(handle) ? `${runId}@${startedAt}` : runId;
}

/** The run of a flow that a handle stands for. */
export function toFlowStart({ task }: Handle): FlowStart {
  const [runId = "", startedAt = ""] = task.split("@");
  return { runId, startedAt: Number(startedAt) };
}
