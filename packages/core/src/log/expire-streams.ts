import { isSpmError, SpmError } from "../spm-error.js";
import type { StreamId } from "./event.js";
import type { Log } from "./log.js";
import { refuseSecretNames } from "./secret-names.js";
import type { StreamWriting } from "./stream.js";

/** Which data is let go, and what the tombstones tell. */
export interface ExpiryRequest extends StreamWriting {
  /** Streams that have ended and had their last event before this moment, in milliseconds since 1970. */
  readonly before: number;
  /** Why: the rule of retention, the request of a person. Kept in each tombstone. */
  readonly reason: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets the data of ended streams of a kind go, for good: inputs, outputs, messages, attachments. Types, times, actors,
 * digests and hashes stay, so every chain, seal and evidence pack still verifies; reading such a stream as its state is
 * refused with `log.expired`. Nothing else ever expires, and nothing expires by itself.
 *
 * A stream that somebody writes at this moment is left as it is. Asking again goes on where an abort has ended.
 *
 * @returns the streams whose data was let go.
 * @throws SpmError `operation.unsupported` for a kind that does not say when it has ended, `config.invalid` without a
 * reason, or for an actor whose id holds a secret.
 */
export async function expireStreams(
  log: Log,
  kind: { readonly name: string; readonly ended?: readonly string[] | undefined },
  { before, reason, actor, redactor, signal }: ExpiryRequest,
): Promise<readonly StreamId[]> {
  if (kind.ended === undefined) {
    const operation = `expire ${kind.name}`;
    throw new SpmError("operation.unsupported", `A ${kind.name} never ends, so its data does not expire.`, {
      operation,
    });
  }
  if (reason.trim() === "") {
    const issues = ["reason: say why, it is kept in the log"];
    throw new SpmError("config.invalid", `Nothing has expired: ${issues[0]}.`, { issues });
  }
  refuseSecretNames(redactor, { "actor id": actor.id });
  const expired: StreamId[] = [];
  for await (const { stream, head, updatedAt } of log.list({ kind: kind.name, status: kind.ended })) {
    signal?.throwIfAborted();
    if (updatedAt >= before) continue;
    try {
      await log.expire(stream, { expectedSeq: head.seq, actor, reason: redactor.text(reason) });
      expired.push(stream);
    } catch (error) {
      if (!isSpmError(error, "log.conflict", "claim.held")) throw error;
    }
  }
  return expired;
}
