import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The result of a task or of a step of a process, as the vendor words it. */
export interface PartResult {
  readonly objectId: string;
  readonly objectName?: string | undefined;
  readonly successful: boolean;
  readonly failureDumpAvailable: boolean;
  readonly details?: readonly object[] | undefined;
}

/** A task, decided when it was started; how far it is, is a matter of the time. */
export interface TaskRecord {
  readonly taskId: string;
  readonly kind: TaskKind;
  readonly objectId: string;
  readonly objectName: string;
  readonly user: string;
  readonly creationTime: number;
  readonly startAt: number;
  readonly endAt: number;
  cancelledAt?: number | undefined;
  readonly result: PartResult & { readonly nestedResults?: readonly PartResult[] | undefined };
}

export type TaskKind = "imports" | "processes" | "exports";

/** What a user uploaded into a file. */
export interface UploadRecord {
  chunkCount: number;
  received: number[];
  complete: boolean;
}

interface SimulatorState {
  readonly tasks: TaskRecord[];
  /** By user and file. */
  readonly uploads: Record<string, UploadRecord>;
}

/** The folder in which a simulator remembers. A write is there as a whole or not at all, whatever kills the process. */
export interface Storage {
  readonly state: SimulatorState;
  save(): void;
  /** A file of the folder; the folders above it are made. */
  path(...names: readonly string[]): string;
  close(): void;
}

/** Opens a folder, or a temporary one that goes with `close`. */
export function openStorage(folder: string | undefined): Storage {
  const root = folder ?? mkdtempSync(join(tmpdir(), "anaplan-simulator-"));
  mkdirSync(root, { recursive: true });
  const file = join(root, "state.json");
  const state: SimulatorState = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { tasks: [], uploads: {} };

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
