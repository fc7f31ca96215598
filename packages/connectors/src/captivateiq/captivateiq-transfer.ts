import { readPromised } from "../contract/promised-bytes.js";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import { type LinkClientOptions, openLinkClient } from "../http/link-client.js";
import type { CaptivateiqSettings } from "./captivateiq-options.js";

/** How bytes travel over a presigned link. */
export type TransferOptions = LinkClientOptions;

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
  await using http = openLinkClient(link, options);
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
  await using http = openLinkClient(link, options);
  const headers = { accept: "*/*" };
  yield* http.bytes({ method: "GET", path: link.href, intent: "question", operation, headers, signal });
}
