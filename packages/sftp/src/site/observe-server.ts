import { type Clock, isSpmError } from "@spm-ops/core";
import type { ProbeFolder } from "./probe-folder.js";
import { LONGEST_NAME_BYTES } from "./site-name.js";
import type { SiteBehaviour } from "./site-profile.js";

export interface Observing {
  readonly probe: ProbeFolder;
  /** The probe's folder where files are to be moved to. */
  readonly target: ProbeFolder | undefined;
  readonly clock: Clock;
  /** Whether hard links were announced. */
  readonly canLink: boolean;
}

/** Tries everything that a profile tells, but the removal of what it made. */
export async function observeServer({
  probe,
  target,
  clock,
  canLink,
}: Observing): Promise<Omit<SiteBehaviour, "removes">> {
  return {
    ...(await observeTaken(probe, canLink)),
    ...(await observeNames(probe)),
    ...(await observeTimes(probe, clock)),
    ...(target === undefined ? {} : { renameToTarget: await observeMove(probe, target) }),
    readsTwice: (await succeeds(probe.read("taken"))) && (await succeeds(probe.read("taken"))),
  };
}

/** What happens where a name is taken. */
async function observeTaken(probe: ProbeFolder, canLink: boolean) {
  await probe.create("taken");
  const exclusiveCreate = !(await succeeds(probe.create("taken")));
  await probe.create("source");
  const overwrites = await succeeds(probe.rename("source", "taken"));
  const hardLink = !canLink
    ? ("absent" as const)
    : (await succeeds(probe.link("taken", "taken")))
      ? ("untruthful" as const)
      : ("refuses" as const);
  return {
    exclusiveCreate,
    renameOntoExisting: overwrites ? ("overwrites" as const) : ("refuses" as const),
    hardLink,
  };
}

async function observeNames(probe: ProbeFolder) {
  await probe.create("case");
  const composed = "caf\u00e9";
  await probe.create(composed);
  return {
    caseSensitive: (await probe.look("CASE")) === undefined,
    unicodeSensitive: (await probe.look(composed.normalize("NFD"))) === undefined,
    longestNameBytes: await findLongestName(probe),
  };
}

/** Halves its way to the longest name that a file gets and keeps; one try where the file system is a common one. */
async function findLongestName(probe: ProbeFolder): Promise<number> {
  const fits = async (bytes: number) => {
    const name = "n".repeat(bytes);
    // A server may also cut a name and say nothing.
    return (await succeeds(probe.create(name))) && (await probe.look(name)) !== undefined;
  };
  if (await fits(LONGEST_NAME_BYTES)) return LONGEST_NAME_BYTES;
  let [longest, tooLong] = [1, LONGEST_NAME_BYTES];
  while (tooLong - longest > 1) {
    const middle = Math.floor((longest + tooLong) / 2);
    if (await fits(middle)) longest = middle;
    else tooLong = middle;
  }
  return longest;
}

/** Long ago, so that a time that is made anew is told apart from one that was kept. */
const LONG_AGO = Date.UTC(2001, 8, 9, 1, 46, 40);

async function observeTimes(probe: ProbeFolder, clock: Clock) {
  const beganAt = clock.now();
  await probe.create("timed");
  const created = await probe.look("timed");
  const told = await succeeds(probe.setTime("timed", LONG_AGO));
  const before = await probe.look("timed");
  await probe.rename("timed", "moved");
  const moved = await probe.look("moved");
  return {
    setsTimes: told && before?.modifiedAt === LONG_AGO,
    renameKeepsTime: before !== undefined && moved?.modifiedAt === before.modifiedAt,
    clockOffsetMs: (created?.modifiedAt ?? beganAt) - Math.floor(beganAt / 1_000) * 1_000,
  };
}

/**
 * Whether a file is moved or copied to another folder. The protocol tells no inode, but what is written through a
 * handle that was opened before shows under the new name only where the file is the same.
 */
async function observeMove(
  probe: ProbeFolder,
  target: ProbeFolder,
): Promise<SiteBehaviour["renameToTarget"]> {
  const held = await probe.hold("held");
  let renamed: boolean;
  let written = false;
  try {
    renamed = await succeeds(probe.rename("held", "held", target));
    if (renamed) written = await succeeds(held.writeByte());
  } finally {
    await succeeds(held.close());
  }
  if (!renamed) {
    // Some servers refuse a file that is open.
    await probe.create("closed");
    return (await succeeds(probe.rename("closed", "closed", target))) ? "unknown" : "refuses";
  }
  if (!written) return "unknown";
  return (await target.look("held"))?.sizeBytes === 1 ? "moves" : "copies";
}

/** Whether the server did it; a refusal is an answer, anything else a failure. */
async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (isSpmError(error, "file.refused", "file.exists", "file.not-found", "operation.unsupported"))
      return false;
    throw error;
  }
}
