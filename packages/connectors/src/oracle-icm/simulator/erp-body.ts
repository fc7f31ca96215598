import { SpmError } from "@spm-ops/core";
import { decodeBase64 } from "../../http/base64.js";
import { createJsonCursor } from "../../http/json-cursor.js";
import type { Documents } from "./documents.js";

/** What may be told to the service; case matters. */
export const ERP_ATTRIBUTES = [
  "OperationName",
  "DocumentId",
  "DocumentContent",
  "FileName",
  "ContentType",
  "FileType",
  "DocumentAccount",
  "Comments",
  "JobName",
  "ParameterList",
  "NotificationCode",
  "CallbackURL",
  "JobOptions",
  "StatusCode",
  "JobPackageName",
  "JobDefName",
  "ReqstId",
  "RequestStatus",
  "ESSParameters",
] as const;

/** The body of an operation; its content lies in the content server and is nobody's yet. */
export interface ErpBody {
  readonly attributes: ReadonlyMap<string, string>;
  readonly received?: string | undefined;
}

/** Reads the body of an operation as it comes; a text says why it is refused. */
export async function readErpBody(
  source: AsyncIterable<Uint8Array>,
  documents: Documents,
): Promise<ErpBody | string> {
  const cursor = createJsonCursor(source, unreadable);
  const attributes = new Map<string, string>();
  let received: string | undefined;
  try {
    for await (const name of cursor.fields()) {
      if (!ERP_ATTRIBUTES.some((known) => known === name))
        throw unreadable(`Invalid attribute "${name}" in the payload`);
      if (name === "DocumentContent" && (await cursor.isNext('"'))) {
        const content = decodeBase64(cursor.string(), () =>
          unreadable("DocumentContent is not encoded in Base64"),
        );
        received = await documents.receive(content);
      } else {
        const value = await cursor.scalar();
        if (value !== undefined) attributes.set(name, value);
      }
    }
    return { attributes, received };
  } catch (error) {
    if (received !== undefined) documents.forget(received);
    if (error instanceof SpmError) return error.message;
    throw error;
  } finally {
    await cursor.close();
  }
}

function unreadable(why: string): SpmError {
  return new SpmError("remote.malformed", why, { operation: "read a payload", contentType: undefined });
}
