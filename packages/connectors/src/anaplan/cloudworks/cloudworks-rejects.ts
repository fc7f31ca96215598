import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, RejectFile } from "../../contract/spm-connector.js";
import type { AnaplanCalls } from "../anaplan-calls.js";
import { type CloudWorksObjects, isFlow } from "./cloudworks-objects.js";
import { errorReply } from "./cloudworks-replies.js";

/**
 * The failure dumps of a run: its own for an import, one for each import of a process.
 *
 * Of the runs within a flow the vendor tells no ids, so their dumps cannot be asked for.
 */
export async function* readRunRejects(
  { calls, objects }: { readonly calls: AnaplanCalls; readonly objects: CloudWorksObjects },
  handle: Handle,
  { signal }: ConnectorCall = {},
): AsyncGenerator<RejectFile> {
  const run = encodeURIComponent(handle.task);
  const operation = `see whether the run ${handle.task} rejected rows`;
  if (isFlow(handle)) {
    throw new SpmError(
      "operation.unsupported",
      "CloudWorks does not tell the runs of a flow's steps, so their rejected rows cannot be read.",
      { operation },
    );
  }
  const errors = await calls.ask({ path: `integrations/runerror/${run}`, operation, signal }, errorReply);
  const dumped = errors.filter(({ failureDumpGenerated }) => failureDumpGenerated);
  if (dumped.length === 0) return;
  const { isProcess } = await objects.get("process", handle.object, { signal });
  for (const { actionId } of isProcess ? dumped : dumped.slice(0, 1)) {
    const part = isProcess ? `/process/import/${encodeURIComponent(actionId)}` : "";
    const path = `integrations/run/${run}${part}/dumps`;
    const read = `read the rows that ${actionId} rejected in the run ${handle.task}`;
    const headers = { accept: "*/*" };
    yield {
      name: `${actionId}-rejects.csv`,
      bytes: calls.http.bytes({ method: "GET", path, intent: "question", operation: read, headers, signal }),
    };
  }
}
