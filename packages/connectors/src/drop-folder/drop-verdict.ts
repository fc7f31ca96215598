import type { FileStat } from "@spm-ops/core";
import type { Outcome, Poll } from "../contract/outcome.js";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import { type Drop, type SignalledKey, toDrop, toDropPath, toSignalledKey } from "./drop.js";
import { isOfOneRun } from "./drop-profile.js";
import { toSignalPath } from "./drop-signal.js";
import type { DropSite } from "./drop-site.js";
import { type ResultRule, toVerdict, type Verdict } from "./result-file.js";
import { findFiles, readSmallText } from "./site-look.js";

/** A drop that was signalled. */
export interface SignalledDrop {
  readonly drop: Drop;
  readonly key: SignalledKey;
}

/** The drop behind a handle. */
export async function toSignalledDrop(
  { settings, objects }: DropSite,
  { object, task }: Handle,
  call: ConnectorCall,
): Promise<SignalledDrop> {
  const key = toSignalledKey(task);
  const { target } = await objects.loads.get("load", object, call);
  return { key, drop: toDrop(settings.profile, target, key) };
}

/** One look for the verdict on a drop. After the profile's patience there is none to be had, and the end is unknown. */
export async function pollDrop(drops: DropSite, handle: Handle, call: ConnectorCall): Promise<Poll> {
  const { site, settings, clock } = drops;
  const { signal: rule, patienceMs } = settings.profile;
  const signalled = await toSignalledDrop(drops, handle, call);
  const verdict = await lookForVerdict(drops, signalled, call);
  if (verdict.state === "ended") {
    return { state: "finished", outcome: await withRejects(drops, signalled, verdict.outcome, call) };
  }
  const lies = (await site.stat(toSignalPath(signalled.drop, rule), call)) !== undefined;
  const rawStatus = verdict.rawStatus ?? (lies ? "the signal lies there" : "taken");
  if (clock.now() - signalled.key.signalledAt < patienceMs) return { state: "running", rawStatus };
  const message = `Nothing has told how it ended for ${patienceMs} ms (${rawStatus}); a person has to look.`;
  return { state: "finished", outcome: { state: "unknown", volume: {}, rawStatus, message } };
}

/** What a vendor tells of a drop by now. */
export async function lookForVerdict(
  drops: DropSite,
  { drop, key }: SignalledDrop,
  call: ConnectorCall,
): Promise<Verdict> {
  const { site, settings } = drops;
  const { verdict: rule } = settings.profile;
  const search = (pattern: string, since: number) => findOurs(drops, { drop, key, pattern, since }, call);
  if (rule.kind === "none") return { state: "open" };
  if (rule.kind === "result") return lookForResult(drops, { drop, key, rule }, call);
  if (rule.kind === "twin") {
    const [bad] = await search(rule.failed, key.signalledAt);
    if (bad !== undefined) return ended("failed", bad, await readSmallText(site, bad.path, call));
    const [good] = await search(rule.succeeded, key.signalledAt);
    return good === undefined ? { state: "open" } : ended("succeeded", good, "");
  }
  // A file keeps its time when it is moved, so that it is as old as the drop.
  const [bad] = rule.failed === undefined ? [] : await search(rule.failed, key.at);
  if (bad !== undefined) return ended("failed", bad, `The vendor moved the file to ${bad.path}.`);
  const [moved] = await search(rule.processed, key.at);
  if (moved === undefined) return { state: "open" };
  const message =
    rule.processedMeans === "unknown" ? "A file is moved there whether it succeeded or not." : "";
  return ended(rule.processedMeans, moved, message);
}

async function lookForResult(
  drops: DropSite,
  { drop, key, rule }: SignalledDrop & { readonly rule: ResultRule },
  call: ConnectorCall,
): Promise<Verdict> {
  const { site, settings } = drops;
  const { clockToleranceMs, profile } = settings;
  const [newest] = await findFiles(site, toDropPath(drop, rule.path), call);
  if (newest === undefined) return { state: "open" };
  const isPlaceOurs = isOfOneRun(profile, drop.pattern, rule.path);
  const isNew = isAfter(drops, key, key.signalledAt, newest);
  const text = await readSmallText(site, newest.path, call);
  return toVerdict(rule, { path: newest.path, text, isPlaceOurs, isNew, key, clockToleranceMs });
}

function ended(state: Outcome["state"], { path }: FileStat, text: string): Verdict {
  return { state: "ended", outcome: { state, volume: {}, rawStatus: path, message: toMessage(text, path) } };
}

function toMessage(text: string, path: string): string {
  const words = text.trim().slice(0, 4_000);
  return words === "" && text !== "" ? `${path} says nothing.` : words;
}

interface OwnSearch extends SignalledDrop {
  readonly pattern: string;
  /** Before it, by our clock, nothing can be of this run. */
  readonly since: number;
}

/** The files of a pattern that can be of this very drop. */
async function findOurs(
  drops: DropSite,
  search: OwnSearch,
  call: ConnectorCall,
): Promise<readonly FileStat[]> {
  const files = await findFiles(drops.site, toDropPath(search.drop, search.pattern), call);
  const { drop, key, pattern, since } = search;
  if (isOfOneRun(drops.settings.profile, drop.pattern, pattern)) return files;
  return files.filter((file) => isAfter(drops, key, since, file));
}

/** Whether a file is not older than a time by our clock. */
function isAfter(
  { settings }: DropSite,
  { aheadMs }: SignalledKey,
  since: number,
  { modifiedAt }: FileStat,
): boolean {
  return modifiedAt >= since + aheadMs - settings.clockToleranceMs;
}

/** The files with the rows of a drop that were not taken. */
export async function findRejects(
  drops: DropSite,
  signalled: SignalledDrop,
  call: ConnectorCall,
): Promise<readonly FileStat[]> {
  const { rejects: pattern } = drops.settings.profile;
  if (pattern === undefined) return [];
  return findOurs(drops, { ...signalled, pattern, since: signalled.key.signalledAt }, call);
}

/** A success beside which a file of rejected rows lies is one with rejects, although nothing else tells so. */
async function withRejects(
  drops: DropSite,
  signalled: SignalledDrop,
  outcome: Outcome,
  call: ConnectorCall,
): Promise<Outcome> {
  if (outcome.state !== "succeeded") return outcome;
  const rejects = await findRejects(drops, signalled, call);
  return rejects.length === 0 ? outcome : { ...outcome, state: "succeeded-with-rejects" };
}
