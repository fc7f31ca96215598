import { SpmError } from "@spm-ops/core";
import { readPromised } from "../contract/promised-bytes.js";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import { decodeBase64, encodeBase64, toBase64Bytes } from "../http/base64.js";
import { createJsonCursor, type JsonCursor } from "../http/json-cursor.js";
import type { FusionChange, OracleIcmCalls } from "./oracle-icm-calls.js";
import { toErpOperation } from "./oracle-icm-erp.js";
import type { LoadSettings } from "./oracle-icm-load-options.js";
import { writeZip } from "./write-zip.js";

const CONTENT = "DocumentContent";

/** Makes the error for an answer that cannot be read. */
type Fail = (why: string, cause?: unknown) => SpmError;

/** The name under which the content server is given a file. */
export function toDocumentName(load: LoadSettings, { name }: Pick<StageableFile, "name">): string {
  return load.kind === "job" && load.pack === "zip" ? `${name}.zip` : name;
}

/**
 * Puts a file into the content server, once, and returns the id of the document.
 *
 * The file travels as one text in base64 within one JSON body; it is written as it is read, so that it may be of any
 * size. The body ends only when all bytes turned out to be the promised ones.
 */
export async function uploadDocument(
  calls: OracleIcmCalls,
  load: LoadSettings,
  file: StageableFile,
  { signal }: ConnectorCall,
): Promise<string> {
  const operation = `put ${file.name} into the content server`;
  const { body, sizeBytes } = toUpload(load, file);
  const answer = await calls.openChange({
    ...toErpOperation(body, { intent: "repeatable-change", operation, signal }),
    sizeBytes,
  });
  const fail = toFail(operation);
  const cursor = createJsonCursor(answer.bytes, fail);
  let documentId: string | undefined;
  try {
    // The vendor may repeat the content in its answer, so what is not wanted is passed as it comes.
    for await (const name of cursor.fields()) {
      if (name === "DocumentId") documentId = await cursor.scalar();
      else await cursor.skipValue();
    }
  } finally {
    await cursor.close();
  }
  if (documentId === undefined || documentId === "") throw fail("it names no document");
  return documentId;
}

/** The body of an upload, and its length where that is known before. */
function toUpload(load: LoadSettings, file: StageableFile): Pick<FusionChange, "body" | "sizeBytes"> {
  const told = { ContentType: load.contentType, FileName: toDocumentName(load, file) };
  const attributes = JSON.stringify({ ...told, DocumentAccount: load.account });
  const head = Buffer.from(`{"OperationName":"uploadFileToUCM","${CONTENT}":"`);
  const tail = Buffer.from(`",${attributes.slice(1)}`);
  const isPacked = load.kind === "job" && load.pack === "zip";
  const body = async function* () {
    yield head;
    const bytes = readPromised(file);
    yield* encodeBase64(isPacked ? writeZip([{ name: file.name, bytes }]) : bytes);
    yield tail;
  };
  const sizeBytes = head.byteLength + toBase64Bytes(file.sizeBytes) + tail.byteLength;
  return { body, sizeBytes: isPacked ? undefined : sizeBytes };
}

/** The bytes of a document of the content server, as they come. */
export function readDocument(
  calls: OracleIcmCalls,
  documentId: string,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  const operation = `read the document ${documentId}`;
  const body = { OperationName: "getDocumentForDocumentId", DocumentId: documentId };
  return readContent(calls, body, operation, call);
}

/** The log and the output of a request as a zip; nothing when there are none. */
export function readExecutionDetails(
  calls: OracleIcmCalls,
  requestId: string,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  const operation = `read the log of the request ${requestId}`;
  const body = { OperationName: "downloadESSJobExecutionDetails", ReqstId: requestId, FileType: "log" };
  return readContent(calls, body, operation, call);
}

async function* readContent(
  calls: OracleIcmCalls,
  body: Readonly<Record<string, string>>,
  operation: string,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  const open = () =>
    calls.openChange(
      toErpOperation(JSON.stringify(body), { intent: "question", operation, signal: call.signal }),
    );
  const { bytes } = await calls.again(open, call);
  const fail = toFail(operation);
  const cursor = createJsonCursor(bytes, fail);
  try {
    for await (const name of cursor.fields()) {
      if (name === CONTENT && (await cursor.isNext('"'))) yield* decode(cursor, fail);
      else await cursor.skipValue();
    }
  } finally {
    await cursor.close();
  }
}

/** Lines of base64 may be broken. */
async function* decode(cursor: JsonCursor, fail: Fail): AsyncGenerator<Uint8Array> {
  const unbroken = async function* () {
    for await (const piece of cursor.string()) yield piece.replace(/[\r\n]/g, "");
  };
  yield* decodeBase64(unbroken(), () => fail(`its ${CONTENT} is no base64`));
}

/** Makes the errors of an operation whose answer cannot be read. */
export function toFail(operation: string): Fail {
  return (why, cause) =>
    new SpmError(
      "remote.malformed",
      `Could not ${operation}: ${why}.`,
      { operation, contentType: undefined },
      { cause },
    );
}
