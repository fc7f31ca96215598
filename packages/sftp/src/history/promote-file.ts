import { type FileSite, parseOptions, type SpmError, systemClock } from "@spm-ops/core";
import { lookAtMove, type MoveLook } from "./look-at-move.js";
import { ACTIONS, ambiguous, type Move, targetOf } from "./move-actions.js";
import { decideMove } from "./move-decision.js";
import { attempt, createPatience } from "./patience.js";
import { type PromotedFile, type PromoteFileCall, type Promotion, promotionOptions } from "./promotion.js";

/** Looks before the move is given up as unsettled, whatever they show. */
const MOST_ROUNDS = 60;

const NOTHING_KNOWN: MoveLook = { source: "unknown", target: "unknown" };

/**
 * Keeps a validated file for ever: moves it into a folder of the site under a reserved name, and proves it.
 *
 * It looks at both names, decides by a table, acts, and looks again; no answer of the server is believed. Nothing is
 * overwritten, and nothing is removed but a second name of the same proven bytes. Where other content has the name,
 * the next candidate (`…__0002.csv`) is taken. Where the source was replaced, or both names are empty, the validated
 * bytes come from the local copy; on a site that is not known to refuse a taken name they get the next candidate, since
 * a rename of ours that the server executes late would replace them. Safe to call again with the same promotion, after
 * any crash.
 *
 * What no client can exclude: a sender that replaces the source between our last look and our next request. A rename
 * then moves the new file, which is noticed (`file.ambiguous`); the removal of a second name would remove it. To claim
 * the file first (`claimFile`) excludes the former.
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
    leftName: false,
    how: "found-done",
    look: NOTHING_KNOWN,
  };
  let looks = 0;
  const patience = createPatience(clock, signal);
  let failure: SpmError | undefined;
  for (let rounds = 1; rounds <= MOST_ROUNDS && !patience.isOver; rounds += 1) {
    signal?.throwIfAborted();
    const looked = await attempt(() => lookAtMove(site, targetOf(plan, move.candidate), plan, signal));
    const look = looked.result ?? NOTHING_KNOWN;
    looks = isAlike(look, move.look) ? looks + 1 : 1;
    move.look = look;

    const decision = decideMove({ ...look, sent: move.sent, looks, mayBeReplaced: mayBeReplaced(move) });
    if (decision === "done") return toPromotedFile(move, rounds);
    const acted = await attempt(() => ACTIONS[decision](move));
    failure = looked.failure ?? acted.failure;
    if (failure === undefined && decision !== "look-again") {
      looks = 0;
      patience.renew();
      continue;
    }
    await patience.wait();
  }
  throw failure ?? ambiguous(move, "the site does not settle");
}

/** A server that refuses a taken name protects what lies there, also from a request of ours that it executes late. */
function mayBeReplaced({ site, leftName }: Move): boolean {
  return site.capabilities.renameOntoExisting !== "refuses" && !leftName;
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
