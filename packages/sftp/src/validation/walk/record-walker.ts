import { startModule } from "./assembly/instance.js";
import { compileRecordWalk, type WalkedColumn } from "./record-walk.js";
import { type ListedFigures, layOutFigures } from "./walk-figures.js";
import type { WalkDialect, WalkKinds } from "./walk-kind.js";
import { FIGURES_AT, fillTables } from "./walk-memory.js";

/** So many bytes can be loaded at once. */
export const MOST_LOADED_BYTES = 524_288;

/** What the sound records of a file look like. */
export interface WalkedFile {
  /** In the order of the file. */
  readonly columns: readonly WalkedColumn[];
  readonly dialect: WalkDialect;
  readonly kinds: WalkKinds;
  readonly maxRecordBytes: number;
  readonly trailerMark: Uint8Array;
  /** Whether somebody wants to see each record, and not only their sums. */
  readonly isListed: boolean;
}

/** Reads records in one go, checks included, as long as they are sound beyond doubt. */
export interface RecordWalker {
  readonly isListed: boolean;
  readonly cellCount: number;
  /** Takes bytes over. */
  load(bytes: Uint8Array): void;
  /** Reads on from a position in what was loaded; gives how many records it passed. All end as `ending` says. */
  walk(position: number, ending: "lf" | "crlf"): number;
  /** Behind the last record passed. */
  end(): number;
  /** The sum of a summed column over the records passed, which the next walk begins anew; `undefined` without a number. */
  sum(order: number): bigint | undefined;
  /** Behind one of the records passed, when they are listed. */
  endOf(record: number): number;
  /** Where a cell of a listed record begins and ends, and its marks. */
  startOf(record: number, cell: number): number;
  cellEndOf(record: number, cell: number): number;
  marksOf(record: number, cell: number): number;
  /** The number that a listed record has in a summed column. */
  unitsOf(record: number, order: number): number | undefined;
}

/** Compiles the walk over a file and gives it its memory. */
export function createRecordWalker(file: WalkedFile): RecordWalker {
  const { columns, isListed } = file;
  const summed = columns.filter((column) => column.isSummed).length;
  const figures = layOutFigures(columns.length, summed, isListed);
  const { inputAt, mostRecords } = figures;
  // Behind the bytes there is room for what a walk looks at past their end.
  const { memory, run } = startModule(
    compileRecordWalk({ ...file, figures }),
    inputAt + MOST_LOADED_BYTES + 128,
  );
  fillTables(memory, file.kinds);
  const bytes = new Uint8Array(memory);
  const words = new Int32Array(memory);
  const longs = new BigInt64Array(memory, 0);
  const floats = new Float64Array(memory, 0);
  const listed: ListedFigures = figures.listed ?? EMPTY;
  const recordAt = (record: number) => FIGURES_AT + record * listed.recordBytes;
  const wordAt = (at: number) => words[at >> 2] ?? 0;
  return {
    isListed,
    cellCount: columns.length,
    load(loaded) {
      bytes.set(loaded, inputAt);
      // No cell can hold it, so that nothing is read beyond.
      bytes[inputAt + loaded.length] = 0;
    },
    walk(position, ending) {
      for (let order = 0; order < summed && !isListed; order += 1) {
        words[figures.hasAt(order) >> 2] = 0;
        longs[figures.sumAt(order) >> 3] = 0n;
      }
      return run(inputAt + position, mostRecords, ending === "crlf" ? 1 : 0);
    },
    end: () => wordAt(figures.endAt) - inputAt,
    sum: (order) => (wordAt(figures.hasAt(order)) === 0 ? undefined : longs[figures.sumAt(order) >> 3]),
    endOf: (record) => wordAt(recordAt(record) + listed.endAt) - inputAt,
    startOf: (record, cell) => wordAt(recordAt(record) + listed.cellAt(cell)) - inputAt,
    cellEndOf: (record, cell) => wordAt(recordAt(record) + listed.cellAt(cell) + 4) - inputAt,
    marksOf: (record, cell) => wordAt(recordAt(record) + listed.cellAt(cell) + 8),
    unitsOf: (record, order) =>
      wordAt(recordAt(record) + listed.hasAt(order)) === 0
        ? undefined
        : floats[(recordAt(record) + listed.unitsAt(order)) >> 3],
  };
}

const EMPTY: ListedFigures = { recordBytes: 0, cellAt: () => 0, endAt: 0, hasAt: () => 0, unitsAt: () => 0 };
