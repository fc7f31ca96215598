import { jsonReply, type Reply } from "../../simulator/reply.js";

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  429: "Too Many Requests",
  503: "Service Unavailable",
};

const ERROR_TYPE = "application/vnd.oracle.adf.error+json";
const ITEM_TYPE = "application/vnd.oracle.adf.resourceitem+json";
const COLLECTION_TYPE = "application/vnd.oracle.adf.resourcecollection+json";

/** A refusal: structured for who accepts that, else a text. */
export function refusal(status: number, detail = "The request was refused.", accept = ERROR_TYPE): Reply {
  const headers: Record<string, string> =
    status === 401 ? { "www-authenticate": 'Basic realm="Fusion"' } : {};
  if (!accept.includes(ERROR_TYPE)) {
    return { status, contentType: "text/plain", headers, body: Buffer.from(detail) };
  }
  const body = {
    title: TITLES[status] ?? "Error",
    status: String(status),
    "o:errorDetails": [{ detail, "o:errorCode": String(status) }],
  };
  return { ...jsonReply(status, body, ERROR_TYPE), headers };
}

/** One item. */
export function itemReply(item: object, status = 200): Reply {
  return jsonReply(status, item, ITEM_TYPE);
}

/** A page of a collection that is given out whole. */
export function collectionReply(items: readonly object[]): Reply {
  const page = { items, count: items.length, hasMore: false, limit: 25, offset: 0, links: [] };
  return jsonReply(200, page, COLLECTION_TYPE);
}

/** A text of JSON with some bytes as base64 in its middle, as it is made. */
export function streamedReply(body: AsyncIterable<Uint8Array>): Reply {
  return { status: 200, contentType: ITEM_TYPE, body };
}
