import { type Clock, createRedactor } from "@spm-ops/core";
import { readPromised } from "../contract/promised-bytes.js";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { HttpTimeouts } from "../http/connection.js";
import { createHttpClient, type HttpClient } from "../http/http-client.js";
import type { CaptivateiqSettings } from "./captivateiq-options.js";

/** Shorter values of a link are dates and sizes, which belong into errors. */
const SHORTEST_SIGNATURE = 17;

/** How bytes travel over a presigned link. */
export interface TransferOptions {
  readonly timeouts?: HttpTimeouts | undefined;
  readonly clock: Clock;
}

/**
 * Sends a file to a presigned link, once, in one piece whose length is told before.
 *
 * @throws SpmError `file.changed`, `file.digest-mismatch`: the link's end then never had the file whole
 */
export async function sendTo(
  link: URL,
  file: StageableFile,
  { uploadMethod: method, uploadHeaders }: CaptivateiqSettings["links"],
  { signal, ...options }: TransferOptions & ConnectorCall,
): Promise<void> {
  await using http = openLink(link, options);
  await http.send({
    method,
    path: link.href,
    intent: "repeatable-change",
    operation: `send ${file.name} to the link of its upload`,
    headers: { accept: "*/*", ...uploadHeaders, "content-length": String(file.sizeBytes) },
    body: () => readPromised(file),
    signal,
  });
}

/** The bytes behind a presigned link, as they come. */
export async function* readFrom(
  link: URL,
  operation: string,
  { signal, ...options }: TransferOptions & ConnectorCall,
): AsyncGenerator<Uint8Array> {
  await using http = openLink(link, options);
  const headers = { accept: "*/*" };
  yield* http.bytes({ method: "GET", path: link.href, intent: "question", operation, headers, signal });
}

/** A client of the link's own origin that knows no token. What signs the link is a secret for as long as it is used. */
function openLink(link: URL, options: TransferOptions): HttpClient {
  const redactor = createRedactor();
  redactor.addSecret(link.href);
  redactor.addSecret(link.search);
  for (const value of link.searchParams.values()) {
    if (value.length >= SHORTEST_SIGNATURE) redactor.addSecret(value);
  }
  return createHttpClient({ baseUrl: link.origin, redactor, ...options });
}
