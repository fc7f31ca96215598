import type { Deliveries } from "./arrival.js";
import type { FeedSighting } from "./sighting.js";

type LeftOver = Omit<Deliveries, "arrivals" | "suspectNames">;

/** Everything in the folder but the files that were taken, so that nothing is passed over in silence. Folders do not count. */
export function leftOver(
  feeds: readonly FeedSighting[],
  strangers: readonly { readonly name: string; readonly temporary: boolean }[],
  takenPaths: ReadonlySet<string>,
): LeftOver {
  const others = feeds.flatMap(({ files }) => files.filter(({ path }) => !takenPaths.has(path)));
  const toNames = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name).sort();
  return {
    unexpected: toNames(strangers.filter(({ temporary }) => !temporary)),
    unfinished: toNames([...others, ...strangers].filter(({ temporary }) => temporary)),
    notTaken: toNames(others.filter(({ temporary }) => !temporary)),
  };
}
