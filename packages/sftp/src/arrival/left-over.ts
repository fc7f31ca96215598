import { posix } from "node:path";
import type { FileStat } from "@spm-ops/core";
import type { Deliveries } from "./arrival.js";
import type { Observations } from "./observation.js";
import { belongsTo, type ExpectedFeed } from "./sighting.js";
import { isTemporaryName } from "./temporary-name.js";

type LeftOver = Omit<Deliveries, "arrivals">;

/** Everything in the folder but the files that were taken, so that nothing is passed over in silence. Folders do not count. */
export function leftOver(
  observations: Observations,
  feeds: readonly ExpectedFeed[],
  takenPaths: ReadonlySet<string>,
): LeftOver {
  const others = [...observations.values()]
    .filter(({ file }) => file.kind !== "folder" && !takenPaths.has(file.path))
    .map(({ file }) => ({ name: posix.basename(file.path), group: groupOf(file, feeds) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const namesOf = (wanted: keyof LeftOver) =>
    others.filter(({ group }) => group === wanted).map(({ name }) => name);
  return {
    unexpected: namesOf("unexpected"),
    unfinished: namesOf("unfinished"),
    notTaken: namesOf("notTaken"),
  };
}

function groupOf({ kind, path }: FileStat, feeds: readonly ExpectedFeed[]): keyof LeftOver {
  const name = posix.basename(path);
  if (kind !== "file") return "unexpected";
  if (isTemporaryName(name)) return "unfinished";
  return feeds.some((feed) => belongsTo(feed, name)) ? "notTaken" : "unexpected";
}
