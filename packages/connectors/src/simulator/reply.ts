/** What a handler answers. */
export interface Reply {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Large answers come as they are made, so that the memory stays flat. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** A reply in JSON. */
export function jsonReply(status: number, body: unknown, contentType = "application/json"): Reply {
  return { status, contentType, body: Buffer.from(JSON.stringify(body)) };
}

/** A success without a body. */
export function noContent(status = 204): Reply {
  return { status, body: new Uint8Array() };
}

/** Bytes as vendors send files. */
export function bytesReply(body: Reply["body"], contentType = "application/octet-stream"): Reply {
  return { status: 200, contentType, body };
}

/** A page, as proxies and unrouted paths answer. */
export function htmlReply(status: number, html: string): Reply {
  return { status, contentType: "text/html", body: Buffer.from(html) };
}

/** What an unknown path is answered with: not by the API, so in its own form. */
export function unrouted(): Reply {
  return htmlReply(404, "<html><head><title>404 Not Found</title></head></html>");
}
