import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeNightFiles } from "../embedded/night-files.js";
import { paceOf } from "../embedded/pace.js";
import { type NightOptions, type NightResult, performNight } from "./perform-night.js";

export const businessDate = "2026-01-05";

/** Performs a night into `service` below a folder, twenty times as fast as a person could follow. */
export function performFast(folder: string, options: Partial<NightOptions> = {}): Promise<NightResult> {
  return performNight({
    into: join(folder, "service"),
    businessDate,
    // Long enough for a busy machine to write the next piece of a file.
    pace: { ...paceOf(0.05), settleMs: 400 },
    signal: new AbortController().signal,
    onBegin: () => undefined,
    onHeld: () => undefined,
    ...options,
  });
}

/** A folder of files that a night can be run on, with some of them replaced. */
export async function makeDataFolder(
  folder: string,
  replaced: Readonly<Record<string, string>>,
): Promise<string> {
  const data = join(folder, "data");
  await mkdir(data);
  const files = makeNightFiles({ businessDate, opportunities: 300, brokenProducts: false });
  for (const [name, text] of Object.entries({ ...files, ...replaced }))
    await writeFile(join(data, name), text);
  return data;
}

export function stepOf({ run }: NightResult, stepId: string) {
  return run.steps.find((step) => step.stepId === stepId);
}
