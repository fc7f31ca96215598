import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Clock, systemClock } from "@spm-ops/core";
import type { FileTypeDefinition } from "./definition.js";
import type { Conditions } from "./faults.js";
import type { TenantStorage } from "./state.js";

/** The folder from which files come into the stage tables. */
export interface DropBox {
  readonly folder: string;
  /** Picks up what lies there, whether or not it is whole. */
  pickUp(): void;
  /** The text of a batch whose rows lie in the stage as they came. */
  read(batchName: string): AsyncIterable<string> | undefined;
  /** Forgets the rows of a batch as they came. */
  discard(batchName: string): void;
  close(): void;
}

export interface DropBoxOptions {
  readonly folder: string;
  readonly storage: TenantStorage;
  readonly fileTypes: readonly FileTypeDefinition[];
  readonly conditions: Conditions;
  /** How often the folder is looked at, in milliseconds of real time. */
  readonly pickUpMs: number;
  /** Told that a batch came, also when it came before. */
  readonly onBatch: (batchName: string) => void;
}

/** The vendor's template: cust_FILETYPE_ENV_yyyymmdd_hhmiss_tag.txt. */
const NAME = /^[A-Za-z0-9]{4}_(?<type>[A-Z0-9]+)_(?:DEV|TST|PRD)_\d{8}_\d{6}_.+\.txt$/;

/** Opens the drop box, and looks into it from now on. Whoever puts a file there does so in real time. */
export function openDropBox(options: DropBoxOptions): DropBox {
  const { folder, storage, fileTypes, conditions, pickUpMs, onBatch } = options;
  mkdirSync(folder, { recursive: true });
  const watch = new AbortController();

  const pickUp = () => {
    if (conditions.waitsForJobs) return;
    for (const name of readdirSync(folder).filter((each) => each.endsWith(".txt"))) {
      const type = NAME.exec(name)?.groups?.["type"] ?? "";
      const isKnown = fileTypes.some((each) => each.type === type);
      // Nothing tells what becomes of a name that fits no template; it goes away, and there is no batch of it.
      if (!isKnown) {
        rmSync(join(folder, name));
        continue;
      }
      renameSync(join(folder, name), storage.path("stage", name));
      const { batches } = storage.state;
      const known = batches.find((batch) => batch.name === name);
      if (known === undefined) batches.push({ name, type, isWaiting: true });
      else known.isWaiting = true;
      onBatch(name);
      storage.save();
    }
  };

  void lookOften(systemClock, { pickUp, pickUpMs, signal: watch.signal });
  return {
    folder,
    pickUp,
    read(batchName) {
      const path = storage.path("stage", batchName);
      return existsSync(path) ? readText(path) : undefined;
    },
    discard: (batchName) => rmSync(storage.path("stage", batchName), { force: true }),
    close: () => watch.abort(),
  };
}

async function lookOften(
  clock: Clock,
  {
    pickUp,
    pickUpMs,
    signal,
  }: Pick<DropBox, "pickUp"> & { readonly pickUpMs: number; readonly signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    pickUp();
    await clock.wait(pickUpMs, { signal }).catch(() => undefined);
  }
}

async function* readText(path: string): AsyncGenerator<string> {
  yield* createReadStream(path, "utf8");
}
