import type { Clock, Found } from "@spm-ops/core";
import type { ConnectorCall, Handle } from "./spm-connector.js";

/** How a vendor is asked about a start whose answer was lost. */
export interface StartSearch {
  /** What was started of the object in the time in question, as far as the vendor shows it. */
  readonly list: () => Promise<readonly Handle[]>;
  /** Whether the vendor would show a start to this user: an empty list of somebody without rights proves nothing. */
  readonly isVisible: () => Promise<boolean>;
  /** How long a start may take to show. */
  readonly settleMs: number;
}

/**
 * Concludes what became of a start whose answer was lost, for vendors who take no key of ours.
 *
 * - One start is shown: it happened. Somebody else's start of the same object in the same moment would be taken for
 *   ours; its effect is the same.
 * - Several: nobody can tell which is ours, or whether there are two of ours. A person has to look.
 * - None, and none a while later: absent, but only if the vendor would have shown it.
 */
export async function findStart(
  { list, isVisible, settleMs }: StartSearch,
  { clock, signal }: ConnectorCall & { readonly clock: Clock },
): Promise<Found<Handle>> {
  let candidates = await list();
  if (candidates.length === 0) {
    await clock.wait(settleMs, { signal });
    candidates = await list();
  }
  const [candidate, ...others] = candidates;
  if (candidate === undefined) {
    if (await isVisible()) return { state: "absent" };
    return {
      state: "unknown",
      reason: "No start is shown, but neither is what was to be started: the user may have lost its rights.",
    };
  }
  if (others.length === 0) return { state: "happened", output: candidate };
  const tasks = candidates.map(({ task }) => task).join(", ");
  return { state: "unknown", reason: `${candidates.length} starts are shown since then: ${tasks}.` };
}
