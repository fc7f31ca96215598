import { isSpmError } from "../spm-error.js";
import { hashSealedHead, parseCheckpoint, type SealedHead, verifyCheckpoint } from "./checkpoint.js";
import { checkpointKind } from "./checkpoint-kind.js";
import { type LogEvent, streamName } from "./event.js";
import type { Log } from "./log.js";
import { addLeaves, EMPTY_FRONTIER, rootOfFrontier } from "./merkle-frontier.js";
import { readEvent } from "./stream-kind.js";

/** Something in a log that is not as it was written: where, and the first event of the stream that is not. */
export interface LogProblem {
  /** Kind and id, joined by `/`. */
  readonly stream: string;
  readonly seq: number;
  /** In words. */
  readonly problem: string;
}

/** All that the checkpoints of one key have sealed, in order: the leaves of its tree. */
export interface SealHistory {
  readonly origin: string;
  readonly checkpoints: number;
  readonly heads: readonly SealedHead[];
  readonly problems: readonly LogProblem[];
}

/** Reads the checkpoints of a name and makes their tree again. Without a public key, signatures are not looked at. */
export async function readSealHistory(
  log: Log,
  origin: string,
  publicKey: string | undefined,
): Promise<SealHistory> {
  const stream = { kind: checkpointKind.name, id: origin };
  const heads: SealedHead[] = [];
  const problems: LogProblem[] = [];
  const sealedSeqs = new Map<string, number>();
  let frontier = EMPTY_FRONTIER;

  const events = await log.read(stream);
  for (const event of events) {
    const signed = readSigned(event, publicKey);
    if ("problem" in signed) {
      problems.push({ stream: streamName(stream), seq: event.seq, problem: signed.problem });
      break;
    }
    for (const head of signed.heads) {
      const name = streamName(head);
      if (head.seq <= (sealedSeqs.get(name) ?? 0)) {
        const problem = `seals ${name} at ${head.seq}, where it was sealed further on before`;
        problems.push({ stream: streamName(stream), seq: event.seq, problem });
      }
      sealedSeqs.set(name, head.seq);
      heads.push(head);
    }
    frontier = addLeaves(frontier, signed.heads.map(hashSealedHead));
    const { checkpoint } = signed;
    if (
      checkpoint.origin === origin &&
      checkpoint.size === frontier.size &&
      checkpoint.root === rootOfFrontier(frontier)
    )
      continue;
    const problem = "is a checkpoint of other heads than those it came with";
    problems.push({ stream: streamName(stream), seq: event.seq, problem });
    break;
  }
  return { origin, checkpoints: events.length, heads, problems };
}

function readSigned(event: LogEvent, publicKey: string | undefined) {
  try {
    const { note, heads } = readEvent(checkpointKind, event).data;
    const checkpoint = parseCheckpoint(note);
    const verified = publicKey === undefined ? undefined : verifyCheckpoint(note, publicKey);
    if (verified !== undefined && "problem" in verified)
      return { problem: `proves nothing: ${verified.problem}` };
    return checkpoint === undefined ? { problem: "holds no checkpoint" } : { heads, checkpoint };
  } catch (error) {
    if (!isSpmError(error, "log.damaged", "log.expired")) throw error;
    return { problem: "cannot be read as a checkpoint" };
  }
}
