import { type Found, isSpmError } from "@spm-ops/core";
import type { ConnectorCall, FindQuery, Handle } from "../contract/spm-connector.js";
import { toDropPath, toTask } from "./drop.js";
import { isOfOneRun } from "./drop-profile.js";
import { type StagedDrop, toSignalPath, toStagedDrop } from "./drop-signal.js";
import type { DropSite } from "./drop-site.js";
import { lookForVerdict } from "./drop-verdict.js";
import { readSmallText } from "./site-look.js";

/** What the site shows of a signal whose answer was lost. */
type Sight =
  | { readonly state: "there" | "gone" | "not-yet" }
  | { readonly state: "unclear"; readonly reason: string };

/**
 * Looks at the site for a signal whose answer was lost: it lies there, was taken, or was answered by a verdict.
 *
 * It was not put only if what was staged still waits for it, also a moment later.
 */
export async function findSignal(
  drops: DropSite,
  { request, since }: FindQuery,
  { signal }: ConnectorCall,
): Promise<Found<Handle>> {
  const { settings, clock } = drops;
  const staged = await toStagedDrop(drops, request, { signal });
  const signalledAt = Math.max(since, staged.key.at);
  const look = () => lookForSignal(drops, { staged, signalledAt }, { signal });
  let sight = await look();
  if (sight.state === "not-yet") {
    await clock.wait(settings.settleMs, { signal });
    sight = await look();
  }
  if (sight.state === "not-yet") return { state: "absent" };
  if (sight.state === "unclear") return { state: "unknown", reason: sight.reason };
  const task = toTask({ ...staged.key, signalledAt });
  return { state: "happened", output: { kind: "load", object: staged.object, task } };
}

interface Search {
  readonly staged: StagedDrop;
  readonly signalledAt: number;
}

async function lookForSignal(drops: DropSite, search: Search, call: ConnectorCall): Promise<Sight> {
  const { staged, signalledAt } = search;
  try {
    const sight = await lookAtPlace(drops, search, call);
    if (sight.state !== "gone" && sight.state !== "unclear") return sight;
    const key = { ...staged.key, signalledAt };
    const verdict = await lookForVerdict(drops, { drop: staged.drop, key }, call);
    if (verdict.state === "ended") return { state: "there" };
    // To see nothing at all is no proof: the folder itself has to be seen.
    for await (const _ of drops.site.list(staged.drop.folder, call)) break;
    return sight;
  } catch (error) {
    if (!isSpmError(error, "file.refused", "file.not-found", "auth.rejected", "remote.malformed"))
      throw error;
    return { state: "unclear", reason: error.message };
  }
}

async function lookAtPlace(
  { site, settings }: DropSite,
  { staged, signalledAt }: Search,
  call: ConnectorCall,
): Promise<Sight> {
  const { profile, clockToleranceMs } = settings;
  const { drop, key, content } = staged;
  const path = toSignalPath(drop, profile.signal);
  const lies = await site.stat(path, call);
  if (profile.signal.kind === "rename") {
    // The vendor never touches the temporary name: a rename alone can have taken it away.
    if ((await site.stat(toDropPath(drop, profile.signal.temporary), call)) !== undefined) {
      return { state: "not-yet" };
    }
    return { state: lies === undefined ? "gone" : "there" };
  }
  if (lies !== undefined) {
    const isNew = lies.modifiedAt >= signalledAt + key.aheadMs - clockToleranceMs;
    const isOurs = isNew || isOfOneRun(profile, drop.pattern, profile.signal.path);
    if (isOurs && (await readSmallText(site, path, call)) === content) return { state: "there" };
    return { state: "unclear", reason: `${path} is there, but it is not what was to be put.` };
  }
  if ((await site.stat(drop.file, call)) === undefined) return { state: "gone" };
  if (profile.signal.leaves !== "any-time") return { state: "not-yet" };
  return { state: "unclear", reason: `${path} is not there: not put, or taken by the vendor already.` };
}
