import { type FileSite, type FileStat, isSpmError } from "@spm-ops/core";
import { fillPattern, toNameExpression } from "../name-pattern.js";
import { toName } from "../site-look.js";
import type { LoadDefinition, VendorDefinition } from "./definition.js";

/** A data file, and what its name says. */
interface DataFile {
  readonly stat: FileStat;
  readonly load: string;
  readonly definition: LoadDefinition;
  readonly terms: Readonly<Record<string, string>>;
}

/** Data files whose signal is there. */
export interface SignalledDrop {
  readonly folder: string;
  /** A control or trigger file; where the name of the data file is the signal there is none. */
  readonly signal: FileStat | undefined;
  readonly files: readonly DataFile[];
}

/** Looks over the site for drops that were signalled, by what names say and nothing else. */
export async function listSignalledDrops(
  site: FileSite,
  { profile, loads }: VendorDefinition,
): Promise<readonly SignalledDrop[]> {
  const drops: SignalledDrop[] = [];
  for (const { path: folder, terms } of await listFolders(site, profile)) {
    const entries = await listAll(site, folder);
    const files = entries.flatMap((stat) => toDataFile(stat, { loads, profile }, terms) ?? []);
    if (profile.signal.kind === "rename") {
      drops.push(...files.map((file) => ({ folder, signal: undefined, files: [file] })));
      continue;
    }
    const bySignal = new Map<string, DataFile[]>();
    for (const file of files) {
      const filled = fillPattern(profile.signal.path, file.terms);
      const path = filled.startsWith("/") ? filled : `${folder}/${filled}`;
      bySignal.set(path, [...(bySignal.get(path) ?? []), file]);
    }
    for (const [path, together] of bySignal) {
      const signal = await site.stat(path);
      if (signal !== undefined) drops.push({ folder, signal, files: together });
    }
  }
  return drops;
}

async function listFolders(site: FileSite, { inbound, folder }: VendorDefinition["profile"]) {
  if (folder === undefined) return [{ path: inbound, terms: {} }];
  const expression = toNameExpression(folder, {});
  return (await listAll(site, inbound)).flatMap(({ path, kind }) => {
    const met = kind === "folder" ? expression.exec(toName(path)) : null;
    return met === null ? [] : [{ path, terms: { ...met.groups } }];
  });
}

function toDataFile(
  stat: FileStat,
  { loads, profile }: Pick<VendorDefinition, "loads" | "profile">,
  folderTerms: Readonly<Record<string, string>>,
): DataFile | undefined {
  const name = toName(stat.path);
  if (stat.kind !== "file") return undefined;
  for (const [load, definition] of Object.entries(loads)) {
    const { code = load, file = profile.file ?? "" } = definition;
    const known = { ...folderTerms, load: code };
    const met = toNameExpression(file, known).exec(name);
    if (met === null) continue;
    const stem = name.replace(/(?<=.)\.[^.]*$/, "");
    return { stat, load, definition, terms: { ...known, ...met.groups, file: name, stem } };
  }
  return undefined;
}

/** The entries of a folder, or none where it is none. */
async function listAll(site: FileSite, folder: string): Promise<readonly FileStat[]> {
  const entries: FileStat[] = [];
  try {
    for await (const entry of site.list(folder === "" ? "/" : folder)) entries.push(entry);
  } catch (error) {
    if (!isSpmError(error, "file.not-found")) throw error;
  }
  return entries.sort((one, other) => (one.path < other.path ? -1 : 1));
}
