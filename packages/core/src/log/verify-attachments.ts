import { isSpmError } from "../spm-error.js";
import { type Attachment, namedAttachments } from "./attachment.js";
import { type LogEvent, type StreamId, streamName } from "./event.js";
import type { Log } from "./log.js";
import type { LogProblem } from "./seal-history.js";

/** Reads every attachment that events of a stream name, each once, and tells the first that is not what it was. */
export async function verifyAttachments(
  log: Log,
  stream: StreamId,
  events: readonly LogEvent[],
  signal: AbortSignal | undefined,
): Promise<LogProblem | undefined> {
  const sizes = new Map<string, number>();
  for (const event of events) {
    for (const attachment of namedAttachments(event)) {
      const { digest, name } = attachment;
      const known = sizes.get(digest);
      const read = known === undefined ? await readWhole(log, stream, digest, signal) : { sizeBytes: known };
      if (read === undefined) return undefined;
      if ("sizeBytes" in read) sizes.set(digest, read.sizeBytes);
      const wrong = "sizeBytes" in read ? findWrongSize(attachment, read.sizeBytes) : read.wrong;
      if (wrong === undefined) continue;
      const problem = `names the attachment ${name} (${digest}), which ${wrong}`;
      return { stream: streamName(stream), seq: event.seq, problem };
    }
  }
  return undefined;
}

/** `undefined` when the stream has expired in this moment: then there is nothing to hold against it. */
async function readWhole(
  log: Log,
  stream: StreamId,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly sizeBytes: number } | { readonly wrong: string } | undefined> {
  let sizeBytes = 0;
  try {
    for await (const bytes of log.readAttachment(stream, digest, { signal })) sizeBytes += bytes.length;
    return { sizeBytes };
  } catch (error) {
    if (isSpmError(error, "log.expired")) return undefined;
    if (isSpmError(error, "file.not-found")) return { wrong: "is missing" };
    if (isSpmError(error, "log.damaged")) return { wrong: "is not what was attached" };
    throw error;
  }
}

function findWrongSize({ sizeBytes }: Attachment, got: number): string | undefined {
  return got === sizeBytes ? undefined : `has ${got} bytes and not ${sizeBytes}`;
}
