import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, StartRequest } from "../contract/spm-connector.js";
import { type Drop, type DropKey, toDrop, toDropPath, toKey, toTask } from "./drop.js";
import type { DropRules } from "./drop-profile.js";
import type { DropSite } from "./drop-site.js";
import { fillPattern } from "./name-pattern.js";

/** A start of a load, taken apart. */
export interface StagedDrop {
  /** The id of the load. */
  readonly object: string;
  readonly key: DropKey;
  readonly drop: Drop;
  /** What the signal tells. */
  readonly content: string;
}

/** The drop that a start is about. */
export async function toStagedDrop(
  { settings, objects }: DropSite,
  { object, staged }: StartRequest,
  call: ConnectorCall,
): Promise<StagedDrop> {
  const { profile } = settings;
  const { id, target } = await objects.loads.get("load", object, call);
  if (staged?.reference === undefined || staged.load !== id) {
    const issue = staged === undefined ? "is missing" : "is not what was staged for this load";
    const message = `The start of ${object} needs what was staged for it, as each drop is a file of its own.`;
    throw new SpmError("config.invalid", message, { issues: [`staged: ${issue}`] });
  }
  const key = toKey(staged.reference);
  const drop = toDrop(profile, target, key);
  const { sizeBytes, sha256 } = staged;
  const told = { ...drop.terms, rows: String(key.rows ?? ""), bytes: String(sizeBytes), sha256 };
  const content = profile.signal.kind === "file" ? fillPattern(profile.signal.content, told) : "";
  return { object: id, key, drop, content };
}

/** What comes to be there with the signal. */
export function toSignalPath(drop: Drop, signal: DropRules["signal"]): string {
  return signal.kind === "rename" ? drop.file : toDropPath(drop, signal.path);
}

/**
 * Puts the signal, once. It is never put in place of another one.
 *
 * @throws SpmError `file.exists` when there is one already, `file.not-found` when the data file is not there
 */
export async function putSignal(
  drops: DropSite,
  request: StartRequest,
  { signal }: ConnectorCall,
): Promise<Handle> {
  const { site, settings, clock } = drops;
  const { profile } = settings;
  const { object, key, drop, content } = await toStagedDrop(drops, request, { signal });
  const path = toSignalPath(drop, profile.signal);
  if (profile.signal.kind === "file" && (await site.stat(drop.file, { signal })) === undefined) {
    const message = `${drop.file} is not there, so nothing was signalled.`;
    throw new SpmError("file.not-found", message, { path: drop.file });
  }
  const signalledAt = clock.now();
  if (profile.signal.kind === "rename") {
    await site.rename(toDropPath(drop, profile.signal.temporary), path, { signal });
  } else await site.write(path, oneText(content), { signal });
  return { kind: "load", object, task: toTask({ ...key, signalledAt }) };
}

async function* oneText(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
