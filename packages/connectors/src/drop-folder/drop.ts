import { SpmError, toLocalTime } from "@spm-ops/core";
import type { DropRules } from "./drop-profile.js";
import { fillPattern, type Terms } from "./name-pattern.js";

/** What makes one drop differ from every other. Times are milliseconds since 1970 by our clock. */
export interface DropKey {
  /** When it was put. */
  readonly at: number;
  readonly run: string;
  /** How far the site's clock is ahead of ours, as the time of the file that was put tells it. */
  readonly aheadMs: number;
  /** Of the data file, where the signal is to tell them. */
  readonly rows?: number | undefined;
}

/** The key of a drop whose signal was put. */
export interface SignalledKey extends DropKey {
  /** When, or the earliest time at which it may have been. */
  readonly signalledAt: number;
}

/** What we put: a data file in its folder, under names that follow from its load and its key. */
export interface Drop {
  readonly key: DropKey;
  /** Where it lies. */
  readonly folder: string;
  /** The path of the data file, as the vendor is to see it. */
  readonly file: string;
  /** The pattern by which the file got its name. */
  readonly pattern: string;
  readonly terms: Terms;
}

/** A load, and how its data files are called. */
export interface DropTarget {
  readonly code: string;
  readonly file: string;
}

/** The drop of a load with this key. Always the same one, whoever asks and when. */
export function toDrop({ inbound, folder, zone }: DropRules, target: DropTarget, key: DropKey): Drop {
  const [yyyy, mm, dd, hh, mi, ss = "00"] = toLocalTime(key.at, zone).split(/[-T:]/);
  const terms = { load: target.code, run: key.run, yyyy, mm, dd, hh, mi, ss };
  const own = folder === undefined ? inbound : `${inbound}/${fillPattern(folder, terms)}`;
  const file = fillPattern(target.file, terms);
  const all = { ...terms, file, stem: file.replace(/(?<=.)\.[^.]*$/, "") };
  return { key, folder: own, file: `${own}/${file}`, pattern: target.file, terms: all };
}

/** A path of what belongs to a drop. */
export function toDropPath({ folder, terms }: Drop, pattern: string): string {
  const path = fillPattern(pattern, terms);
  return path.startsWith("/") ? path : `${folder}/${path}`;
}

/** The key of a drop as the reference of what was staged. */
export function toReference({ at, run, aheadMs, rows }: DropKey): string {
  return [new Date(at).toISOString(), run, aheadMs, rows ?? ""].join("/");
}

/** The key of a signalled drop as the task of a handle. */
export function toTask({ signalledAt, ...key }: SignalledKey): string {
  return `${toReference(key)}/${new Date(signalledAt).toISOString()}`;
}

/** The key behind a reference. */
export function toKey(reference: string): DropKey {
  const [at = "", run = "", ahead = "", rows = ""] = reference.split("/");
  const key = { at: Date.parse(at), run, aheadMs: Number(ahead) };
  if (Number.isNaN(key.at) || Number.isNaN(key.aheadMs) || !RUN_KEY.test(run)) throw unknownDrop(reference);
  return rows === "" ? key : { ...key, rows: Number(rows) };
}

/** The key behind the task of a handle. */
export function toSignalledKey(task: string): SignalledKey {
  const end = task.lastIndexOf("/");
  const signalledAt = Date.parse(task.slice(end + 1));
  if (Number.isNaN(signalledAt)) throw unknownDrop(task);
  return { ...toKey(task.slice(0, Math.max(0, end))), signalledAt };
}

/** What may be the key of a run: it becomes a part of names. */
export const RUN_KEY = /^[A-Za-z0-9-]{1,40}$/;

function unknownDrop(text: string): SpmError {
  const operation = `look for the drop ${text}`;
  return new SpmError("remote.not-found", `"${text}" names no drop of this connector.`, { operation });
}
