import { type FileSite, isSpmError, parseOptions, type SpmError, systemClock } from "@spm-ops/core";
import { lookAtMove, type MoveLook } from "./look-at-move.js";
import { ACTIONS, ambiguous, type Move, targetOf } from "./move-actions.js";
import { decideMove } from "./move-decision.js";
import { type PromotedFile, type PromoteFileCall, type Promotion, promotionOptions } from "./promotion.js";

/** Looks before the move is given up as unsettled, whatever they show. */
const MOST_ROUNDS = 60;
/** Rounds in a row that led to nothing. With the waits between them they take about half a minute. */
const MOST_FRUITLESS = 8;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** Failures after which only another look tells what lies where. */
const LOOK_TELLS = [
  "remote.unknown",
  "remote.unavailable",
  "remote.throttled",
  "file.exists",
  "file.not-found",
  "file.changed",
] as const;

const NOTHING_KNOWN: MoveLook = { source: "unknown", target: "unknown" };

/**
 * Keeps a validated file for ever: moves it into a folder of the site under a reserved name, and proves it.
 *
 * It looks at both names, decides by a table, acts, and looks again; no answer of the server is believed. Nothing is
 * overwritten, and nothing is removed but a second name of the same proven bytes. Where other content has the name,
 * the next candidate (`…__0002.csv`) is taken. Where the source was replaced, or both names are empty, the validated
 * bytes come from the local copy. Safe to call again with the same promotion, after any crash.
 *
 * What no client can exclude: a sender that replaces the source between our last look and our next request. A rename
 * then moves the new file, which is noticed (`file.ambiguous`); the removal of a second name would remove it.
 *
 * @throws SpmError `file.ambiguous` when what lies there cannot be explained; a person has to look.
 * @throws SpmError `remote.unavailable` or `remote.unknown` when the site gave no answer for about half a minute.
 * @throws SpmError `file.digest-mismatch` when the local copy is needed and is not what was validated.
 * @throws SpmError `config.invalid`
 * @example
 * const kept = await promoteFile(site, { source: arrival, sha256: fetched.sha256, localCopy: fetched.path, folder: "/history", name });
 */
export async function promoteFile(
  site: FileSite,
  promotion: Promotion,
  { clock = systemClock, signal }: PromoteFileCall = {},
): Promise<PromotedFile> {
  const plan = parseOptions(promotionOptions, promotion, "the promotion of a file");
  const move: Move = {
    site,
    plan,
    signal,
    candidate: 1,
    sent: false,
    how: "found-done",
    look: NOTHING_KNOWN,
  };
  let looks = 0;
  let fruitless = 0;
  let failure: SpmError | undefined;
  for (let rounds = 1; rounds <= MOST_ROUNDS && fruitless <= MOST_FRUITLESS; rounds += 1) {
    signal?.throwIfAborted();
    const looked = await attempt(() => lookAtMove(site, targetOf(plan, move.candidate), plan, signal));
    const look = looked.result ?? NOTHING_KNOWN;
    looks = isAlike(look, move.look) ? looks + 1 : 1;
    move.look = look;

    const decision = decideMove({ ...look, sent: move.sent, looks });
    if (decision === "done") return toPromotedFile(move, rounds);
    const acted = await attempt(() => ACTIONS[decision](move));
    failure = looked.failure ?? acted.failure;
    if (failure === undefined && decision !== "look-again") {
      looks = 0;
      fruitless = 0;
      continue;
    }
    fruitless += 1;
    await clock.wait(Math.min(FIRST_WAIT_MS * 2 ** (fruitless - 1), LONGEST_WAIT_MS), { signal });
  }
  throw failure ?? ambiguous(move, "the site does not settle");
}

/** The outcome of something, or the failure after which only another look helps. Other failures come out. */
async function attempt<Result>(
  operation: () => Promise<Result>,
): Promise<{ readonly result?: Result; readonly failure?: SpmError }> {
  try {
    return { result: await operation() };
  } catch (error) {
    if (!isSpmError(error, ...LOOK_TELLS)) throw error;
    return { failure: error };
  }
}

function isAlike(one: MoveLook, other: MoveLook): boolean {
  return one.source === other.source && one.target === other.target;
}

function toPromotedFile({ plan, candidate, how, look }: Move, rounds: number): PromotedFile {
  return {
    path: targetOf(plan, candidate),
    sizeBytes: plan.source.sizeBytes,
    sha256: plan.sha256,
    how,
    restored: how === "restored",
    source: look.source === "absent" ? "gone" : "replaced",
    passedOver: Array.from({ length: candidate - 1 }, (_, index) => targetOf(plan, index + 1)),
    rounds,
  };
}
