import { posix } from "node:path";
import { type FileSite, isSpmError, SpmError } from "@spm-ops/core";
import { LAST_CANDIDATE, toCandidateName } from "./candidate-name.js";
import { hasLocalCopy, readLocalCopy } from "./local-copy.js";
import { judgeSource, type MoveLook } from "./look-at-move.js";
import type { MoveDecision } from "./move-decision.js";
import type { CheckedPromotion, PromotedFile } from "./promotion.js";

/** A promotion under way: what is asked for, and how far this call has come. */
export interface Move {
  readonly site: FileSite;
  readonly plan: CheckedPromotion;
  readonly signal: AbortSignal | undefined;
  /** The number of the target name in use. */
  candidate: number;
  /** Whether we asked the server to put our file under that name, and it did not refuse. */
  sent: boolean;
  /** Whether a name before it was left to a rename that may still come. */
  leftName: boolean;
  how: PromotedFile["how"];
  /** What the last look showed. */
  look: MoveLook;
}

/** The path under which the file is to be kept, as things stand. */
export function targetOf({ folder, name }: CheckedPromotion, candidate: number): string {
  return posix.join(folder, toCandidateName(name, candidate));
}

/** What is done upon each decision. An action ends well or throws; either way the next look tells what happened. */
export const ACTIONS: Readonly<Record<Exclude<MoveDecision, "done">, (move: Move) => Promise<void>>> = {
  "look-again": async () => undefined,
  rename: (move) =>
    send(move, "renamed", (target) =>
      move.site.rename(move.plan.source.path, target, { signal: move.signal }),
    ),
  "remove-twin": removeTwin,
  "next-name": goToNextName,
  "leave-name": async (move) => {
    await goToNextName(move);
    Object.assign(move, { sent: false, leftName: true });
  },
  supersede: (move) => bringLocalCopy(move, "superseded"),
  restore: (move) => bringLocalCopy(move, "restored"),
  ambiguous: async (move) => {
    throw ambiguous(move, "what was moved there is not what was validated");
  },
};

async function goToNextName(move: Move): Promise<void> {
  if (move.candidate === LAST_CANDIDATE) throw ambiguous(move, `${LAST_CANDIDATE} names are taken`);
  move.candidate += 1;
}

async function send(
  move: Move,
  how: PromotedFile["how"],
  request: (target: string) => Promise<unknown>,
): Promise<void> {
  const target = targetOf(move.plan, move.candidate);
  await move.site.makeFolder(posix.dirname(target), { signal: move.signal });
  const before = { sent: move.sent, how: move.how };
  Object.assign(move, { sent: true, how });
  try {
    await request(target);
  } catch (error) {
    // Only a lost answer leaves it open whether it happened.
    if (!isSpmError(error, "remote.unknown")) Object.assign(move, before);
    throw error;
  }
}

async function bringLocalCopy(move: Move, how: PromotedFile["how"]): Promise<void> {
  const { localCopy, sha256 } = move.plan;
  if (localCopy === undefined || !(await hasLocalCopy(localCopy))) {
    throw ambiguous(move, "there is no local copy to bring the validated bytes from");
  }
  await send(move, how, (target) =>
    move.site.write(target, readLocalCopy(localCopy, sha256), { signal: move.signal }),
  );
}

/** The bytes of both names were just proven equal; the source must not have become another file since. */
async function removeTwin({ site, plan: { source }, signal }: Move): Promise<void> {
  if (judgeSource(await site.stat(source.path, { signal }), source) !== "same") return;
  await site.remove(source.path, { signal });
}

/** The failure for what a person has to look at, with what lies where. */
export function ambiguous({ plan, candidate, look }: Move, why: string): SpmError {
  const target = targetOf(plan, candidate);
  const found = `${IN_WORDS[look.source]} at ${plan.source.path}, ${IN_WORDS[look.target]} at ${target}`;
  return new SpmError(
    "file.ambiguous",
    `${plan.source.path} cannot be kept as ${target}: ${why}. There is ${found}. Nothing was overwritten or removed.`,
    { path: plan.source.path, found },
  );
}

const IN_WORDS = {
  absent: "nothing",
  same: "the validated file",
  other: "other content",
  unknown: "no telling what",
} as const;
