import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Conditions } from "./faults.js";

/** The files of the data folder, which stands for the one behind the vendor's sFTP. */
export interface DataFiles {
  readonly folder: string;
  /** By whether the server holds them completely. Hidden names are those of uploads under way. */
  names(isComplete: boolean | undefined): readonly string[];
  /** The text of a complete file. */
  read(name: string): AsyncIterable<string> | undefined;
  remove(name: string): boolean;
}

/** Opens the data folder. */
export function openDataFiles(folder: string, conditions: Conditions): DataFiles {
  mkdirSync(folder, { recursive: true });
  const isComplete = (name: string) => !conditions.incompleteFiles.includes(name);
  const names: DataFiles["names"] = (wanted) =>
    readdirSync(folder)
      .filter((name) => !name.startsWith(".") && (wanted === undefined || isComplete(name) === wanted))
      .sort();
  return {
    folder,
    names,
    read: (name) => (names(true).includes(name) ? readText(join(folder, name)) : undefined),
    remove(name) {
      if (!names(undefined).includes(name) || !existsSync(join(folder, name))) return false;
      rmSync(join(folder, name));
      return true;
    },
  };
}

async function* readText(path: string): AsyncGenerator<string> {
  yield* createReadStream(path, "utf8");
}
