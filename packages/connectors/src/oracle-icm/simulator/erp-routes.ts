import { encodeBase64 } from "../../http/base64.js";
import type { Reply } from "../../simulator/reply.js";
import type { Documents } from "./documents.js";
import { ERP_ATTRIBUTES, type ErpBody, readErpBody } from "./erp-body.js";
import { collectionReply, itemReply, refusal, streamedReply } from "./reply.js";
import type { Submission } from "./requests.js";
import type { ApiRequest, ApiScope } from "./scope.js";
import type { RequestRecord } from "./state.js";

const REFUSED_REQUEST = "-1";

type Operation = (scope: ApiScope, body: ErpBody) => Promise<Reply> | Reply;

/** What the one resource does, by the name of the operation. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  uploadFileToUCM: (scope, body) => {
    const document = addDocument(scope, body);
    return typeof document === "string"
      ? refusal(400, document)
      : itemReply(toItem(body, { DocumentId: document.id }));
  },
  async importBulkData(scope, body) {
    const document = addDocument(scope, body);
    if (typeof document === "string") return refusal(400, document);
    const told = {
      kind: "import",
      job: get(body, "JobName"),
      parameters: get(body, "ParameterList"),
    } as const;
    return submit(scope, body, { ...told, document });
  },
  submitESSJobRequest(scope, body) {
    const job = `${get(body, "JobPackageName")},${get(body, "JobDefName")}`;
    const documentId = body.attributes.get("DocumentId");
    const document = documentId === undefined ? undefined : scope.documents.find(documentId);
    return submit(scope, body, { kind: "job", job, parameters: get(body, "ESSParameters"), document });
  },
  exportBulkData(scope, body) {
    const extract = /ExtractFileType=([A-Z;]+)/.exec(get(body, "JobOptions"))?.[1]?.split(";");
    const told = { job: get(body, "JobName"), parameters: get(body, "ParameterList"), extract };
    return submit(scope, body, { kind: "export", ...told });
  },
  downloadESSJobExecutionDetails(scope, body) {
    const request = scope.requests.find(get(body, "ReqstId"));
    return toContentReply(toItem(body), detailsOf(scope, request, get(body, "FileType")));
  },
  getDocumentForDocumentId({ documents }, body) {
    const document = documents.find(get(body, "DocumentId"));
    if (document === undefined) return refusal(404, "The document was not found.");
    const { fileName: FileName, contentType: ContentType, account: DocumentAccount } = document;
    return toContentReply(
      toItem(body, { FileName, ContentType, DocumentAccount }),
      documents.bytes(document),
    );
  },
};

/** `POST erpintegrations`: everything is one resource, told apart by the body. */
export async function performOperation(scope: ApiScope, { body, headers }: ApiRequest): Promise<Reply> {
  const told = await readErpBody(body, scope.documents);
  if (typeof told === "string") return refusal(400, told, headers["accept"]);
  const name = get(told, "OperationName");
  const operation = OPERATIONS[name];
  if (operation === undefined) return refusal(400, `The operation "${name}" is invalid.`, headers["accept"]);
  return operation(scope, told);
}

/** `GET erpintegrations`: what is found depends on the finder. */
export function findErp(scope: ApiScope, { url, headers }: ApiRequest): Reply {
  const [name, variables] = toFinder(url.searchParams.get("finder") ?? "");
  if (name === "ESSJobStatusRF") {
    const ReqstId = variables.get("requestId") ?? "";
    const request = scope.requests.find(ReqstId);
    // Requests that came by another way have no state here, and no error either.
    const RequestStatus = request === undefined ? "" : scope.requests.stateOf(request);
    return collectionReply([toItem(undefined, { ReqstId, RequestStatus })]);
  }
  if (name === "ESSJobExecutionDetailsRF") {
    const ReqstId = variables.get("requestId") ?? "";
    const details = detailsOf(scope, scope.requests.find(ReqstId), variables.get("fileType") ?? "ALL");
    return toContentReply(toItem(undefined, { ReqstId }), details, true);
  }
  if (name === "DocumentIdsByFilePrefixRF") {
    return collectionReply(toDocumentItems(scope, variables.get("filePrefix") ?? ""));
  }
  return refusal(400, `The finder "${name}" is invalid.`, headers["accept"]);
}

function toDocumentItems({ documents, conditions }: ApiScope, prefix: string): readonly object[] {
  if (conditions.withholdsExports && prefix.startsWith("ExportBulkData_")) return [];
  return documents.list(prefix).map(({ id }) => toItem(undefined, { DocumentId: id }));
}

/** `Name;variable=value,variable=value`; some clients separate the variables by semicolons as well. */
function toFinder(finder: string): readonly [name: string, variables: ReadonlyMap<string, string>] {
  const [name = "", ...rest] = finder.split(/[;,]/);
  const variables = rest
    .map((each) => /^([^=]*)=(.*)$/s.exec(each))
    .map((met) => [met?.[1] ?? "", met?.[2] ?? ""] as const);
  return [name, new Map(variables)];
}

function addDocument(
  { documents, environment }: ApiScope,
  body: ErpBody,
): ReturnType<Documents["add"]> | string {
  const [fileName, account] = [get(body, "FileName"), get(body, "DocumentAccount")];
  const missing = fileName === "" || body.received === undefined;
  if (!missing && environment.accounts.includes(account)) {
    return documents.add(body.received, { fileName, account, contentType: get(body, "ContentType") });
  }
  if (body.received !== undefined) documents.forget(body.received);
  return missing ? "FileName and DocumentContent are required." : `The account "${account}" is invalid.`;
}

async function submit({ requests }: ApiScope, body: ErpBody, submission: Submission): Promise<Reply> {
  const request = await requests.submit(submission);
  return itemReply(toItem(body, { ReqstId: request?.id ?? REFUSED_REQUEST }));
}

function detailsOf({ requests }: ApiScope, request: RequestRecord | undefined, fileType: string) {
  return request === undefined ? undefined : requests.details(request, fileType);
}

function get({ attributes }: ErpBody, name: string): string {
  return attributes.get(name) ?? "";
}

/** All attributes of the resource: what was sent, what came of it, and nothing for the rest. */
function toItem(body: ErpBody | undefined, told: Readonly<Record<string, string>> = {}): object {
  const names: readonly string[] = ERP_ATTRIBUTES;
  return Object.fromEntries(names.map((name) => [name, told[name] ?? body?.attributes.get(name) ?? null]));
}

/** An item with a content in base64, alone or in a collection. Without a content it is null. */
function toContentReply(
  item: object,
  content: AsyncIterable<Uint8Array> | undefined,
  isCollection = false,
): Reply {
  if (content === undefined) return isCollection ? collectionReply([item]) : itemReply(item);
  const fields = JSON.stringify({ ...item, DocumentContent: undefined });
  const open = isCollection ? '{"items":[' : "";
  const close = isCollection ? '],"count":1,"hasMore":false,"limit":25,"offset":0,"links":[]}' : "";
  return streamedReply(
    (async function* () {
      yield Buffer.from(`${open}{"DocumentContent":"`);
      yield* encodeBase64(content);
      yield Buffer.from(`",${fields.slice(1)}${close}`);
    })(),
  );
}
