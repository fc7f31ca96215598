import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder in which a simulator remembers. A write is there as a whole or not at all, whatever kills the process. */
export interface Storage<State> {
  readonly state: State;
  save(): void;
  /** A file of the folder; the folders above it are made. */
  path(...names: readonly string[]): string;
  close(): void;
}

/** Opens a folder, or a temporary one that goes with `close`. The state is what was saved there last, else the first. */
export function openStorage<State>(folder: string | undefined, first: State): Storage<State> {
  const root = folder ?? mkdtempSync(join(tmpdir(), "spm-simulator-"));
  mkdirSync(root, { recursive: true });
  const file = join(root, "state.json");
  const state: State = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : first;

  return {
    state,
    save() {
      writeFileSync(`${file}.part`, JSON.stringify(state));
      renameSync(`${file}.part`, file);
    },
    path(...names) {
      const path = join(root, ...names.map(encodeURIComponent));
      mkdirSync(join(path, ".."), { recursive: true });
      return path;
    },
    close() {
      if (folder === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}
