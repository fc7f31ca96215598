import { SpmError } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { HttpIntent } from "../http/http-request.js";
import { type FusionChange, type FusionQuestion, type OracleIcmCalls, toFinder } from "./oracle-icm-calls.js";
import type { JobSettings } from "./oracle-icm-job-options.js";
import { documentList, REFUSED_REQUEST, statusReply, submitReply } from "./oracle-icm-replies.js";

/** One resource for everything: what is done is told by the name of an operation in the body. Case matters. */
const ERP = { api: "fscmRestApi", path: "erpintegrations" } as const;

/** An operation of the ERP integration service, to be sent. */
export function toErpOperation(
  body: FusionChange["body"],
  told: ConnectorCall & { readonly intent: HttpIntent; readonly operation: string },
): FusionChange {
  return { ...ERP, method: "POST", body, ...told };
}

function toErpFinder(
  name: string,
  variables: Readonly<Record<string, string>>,
  told: ConnectorCall & { readonly operation: string },
): FusionQuestion {
  return { ...ERP, ...told, path: `${ERP.path}?${toFinder(name, variables)}` };
}

/** What is submitted: an operation with its attributes. */
export interface ErpSubmission {
  readonly OperationName: "submitESSJobRequest" | "exportBulkData";
  readonly [attribute: string]: string;
}

/**
 * Submits a request to the Enterprise Scheduler, once, and returns its id.
 *
 * @throws SpmError `remote.rejected` when the vendor answers that it submitted nothing
 */
export async function submitRequest(
  calls: OracleIcmCalls,
  submission: ErpSubmission,
  { package: path, definition }: JobSettings,
  { signal }: ConnectorCall,
): Promise<string> {
  const operation = `submit the job ${path},${definition}`;
  const body = JSON.stringify(submission);
  const { ReqstId } = await calls.change(
    toErpOperation(body, { intent: "change", operation, signal }),
    submitReply,
  );
  if (ReqstId !== REFUSED_REQUEST) return ReqstId;
  throw new SpmError(
    "remote.rejected",
    `Could not ${operation}: the vendor submitted nothing (request ${REFUSED_REQUEST}). There is no such job, or the user may not run it.`,
    { operation, status: 200, requestId: undefined },
  );
}

/** The attributes of a submission that name a job. A job without parameters is submitted without their list. */
export function toJobAttributes({
  package: path,
  definition,
  parameters,
}: JobSettings): Readonly<Record<string, string>> {
  return {
    JobPackageName: path,
    JobDefName: definition,
    ...(parameters.length > 0 && { ESSParameters: parameters.join(",") }),
  };
}

/** The state of a request, in the vendor's words. */
export async function lookAtRequest(
  calls: OracleIcmCalls,
  requestId: string,
  { signal }: ConnectorCall,
): Promise<string> {
  const operation = `ask how the request ${requestId} is doing`;
  const { items } = await calls.look(
    toErpFinder("ESSJobStatusRF", { requestId }, { operation, signal }),
    statusReply,
  );
  return items[0]?.RequestStatus ?? "";
}

/** The documents of the content server whose names begin so; none while they are being made. */
export async function findDocuments(
  calls: OracleIcmCalls,
  filePrefix: string,
  { signal }: ConnectorCall,
): Promise<z.output<typeof documentList>["items"]> {
  const operation = `look for the document ${filePrefix}`;
  const variables = { filePrefix, docAccount: "#NULL", comment: "#NULL" };
  const finder = toErpFinder("DocumentIdsByFilePrefixRF", variables, { operation, signal });
  return (await calls.look(finder, documentList)).items;
}
