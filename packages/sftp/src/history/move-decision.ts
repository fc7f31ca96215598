/**
 * What lies at one end of a move, beside what was validated. `same`: it looks like it; `unknown`: the site gave no
 * answer.
 */
export type MoveEnd = "absent" | "same" | "other" | "unknown";

/** What one look at both ends of a move showed, and what went before it. */
export interface MoveView {
  readonly source: MoveEnd;
  readonly target: MoveEnd;
  /** Whether we have asked the server to put our file under this target name. The answer to it does not matter. */
  readonly sent: boolean;
  /** Looks in a row, this one included, that showed the same and led to nothing. */
  readonly looks: number;
  /** Whether a rename that we once asked for may still come, and would replace what is brought to this name. */
  readonly mayBeReplaced: boolean;
}

/**
 * - `look-again`: do nothing; the server may be behind.
 * - `rename`: ask for the move.
 * - `done`: the validated file has its name.
 * - `remove-twin`: both names hold the validated bytes; take the old one away.
 * - `next-name`: other content has the name; leave it and go on with the next candidate.
 * - `leave-name`: leave it to a rename that may still come, and bring the validated bytes to the next candidate.
 * - `supersede`: the source was replaced before the move; bring the validated bytes from the local copy.
 * - `restore`: both are gone; bring the validated bytes from the local copy.
 * - `ambiguous`: what we moved is not what was validated; a person has to look.
 */
export type MoveDecision =
  | "look-again"
  | "rename"
  | "done"
  | "remove-twin"
  | "next-name"
  | "leave-name"
  | "supersede"
  | "restore"
  | "ambiguous";

/** A puzzling sight is looked at this often before it is believed: servers lag behind their own answers. */
export const LOOKS_TO_BELIEVE = 4;

/** Rows: what lies at the source; columns: what lies at the target. */
const DECISIONS = {
  same: { absent: "rename", same: "remove-twin", other: "next-name" },
  other: { absent: "supersede", same: "done", other: "next-name" },
  absent: { absent: "restore", same: "done", other: "next-name" },
} as const satisfies Record<string, Record<string, MoveDecision>>;

/**
 * Decides the next action of a move from what lies at both ends, never from an answer to an earlier request.
 *
 * Other content at the target sends us to the next candidate name whatever the source holds, because an earlier
 * call may have finished there.
 */
export function decideMove({ source, target, sent, looks, mayBeReplaced }: MoveView): MoveDecision {
  if (source === "unknown" || target === "unknown") return "look-again";
  const decision = DECISIONS[source][target];
  const believed = looks >= LOOKS_TO_BELIEVE;
  if (decision === "restore" && !believed) return "look-again";
  if (mayBeReplaced && (decision === "restore" || decision === "supersede")) return "leave-name";
  // It may be our own file, still being copied by a server that does not rename.
  if (decision === "next-name" && sent) return believed ? "ambiguous" : "look-again";
  return decision;
}
