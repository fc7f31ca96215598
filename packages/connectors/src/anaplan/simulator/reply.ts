import type { OddAnswer } from "./faults.js";

/** What a handler answers. */
export interface Reply {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: Uint8Array;
}

const MESSAGES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  422: "Model is archived",
  423: "Model is locked",
  429: "Too Many Requests",
};

/** A reply in JSON. */
export function jsonReply(status: number, body: unknown): Reply {
  return { status, contentType: "application/json;charset=UTF-8", body: Buffer.from(JSON.stringify(body)) };
}

/** A success in the envelope of the Integration API. */
export function success(fields: object): Reply {
  return jsonReply(200, {
    meta: { schema: "objects" },
    status: { code: 200, message: "Success" },
    ...fields,
  });
}

/** A success without a body. */
export function noContent(): Reply {
  return { status: 204, body: new Uint8Array() };
}

/** Bytes as the vendor sends files. */
export function bytesReply(body: Uint8Array, contentType = "application/octet-stream"): Reply {
  return { status: 200, contentType, body };
}

/** A refusal in the envelope of the Integration API. */
export function refusal(status: number, path: string, message = MESSAGES[status] ?? "Error"): Reply {
  return jsonReply(status, { status: { code: status, message }, path });
}

/** A page, as proxies and unrouted paths answer. */
export function htmlReply(status: number, html: string): Reply {
  return { status, contentType: "text/html", body: Buffer.from(html) };
}

/** An answer that a fault gives instead of the vendor. */
export function oddReply({ status, retryAfter, html, json }: OddAnswer, path: string): Reply {
  const reply = html === undefined ? refusal(status, path) : htmlReply(status, html);
  const body = json === undefined ? reply.body : Buffer.from(json);
  return { ...reply, body, headers: retryAfter === undefined ? {} : { "retry-after": retryAfter } };
}

/** The asked page of a collection; its key is left away when there is nothing in it. */
export function collection(key: string, all: readonly object[], url: URL, longest: number): Reply {
  const offset = Number(url.searchParams.get("offset") ?? 0);
  const limit = Math.min(Number(url.searchParams.get("limit") ?? longest), longest);
  const items = all.slice(offset, offset + limit);
  const next = `${url.origin}${url.pathname}?limit=${limit}&offset=${offset + limit}`;
  const paging = { currentPageSize: items.length, totalSize: all.length, offset, next };
  return jsonReply(200, {
    meta: { schema: `${url.origin}${url.pathname}#schema`, paging },
    status: { code: 200, message: "Success" },
    ...(items.length > 0 && { [key]: items }),
  });
}
