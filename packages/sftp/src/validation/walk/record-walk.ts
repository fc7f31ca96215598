import { CARRIAGE_RETURN, LINE_FEED } from "../record/byte-kind.js";
import {
  again,
  type Code,
  call,
  f64,
  get,
  getGlobal,
  giveBack,
  i32,
  i64,
  inOrder,
  repeat,
  set,
  setGlobal,
  when,
} from "./assembly/instruction.js";
import { type FunctionBody, toModuleBytes } from "./assembly/module.js";
import type { WalkFigures } from "./walk-figures.js";
import { KIND, type WalkDialect } from "./walk-kind.js";
import { FIGURES_AT, GLOBAL, KINDS_AT } from "./walk-memory.js";

/** One cell of the file, in the order of the file. */
export interface WalkedColumn {
  readonly plain: FunctionBody;
  readonly quoted: FunctionBody;
  readonly mayBeEmpty: boolean;
  /** Whether its numbers are summed. */
  readonly isSummed: boolean;
}

/** What the walk over the records of one file is made of. */
export interface RecordWalkParts {
  readonly columns: readonly WalkedColumn[];
  readonly dialect: WalkDialect;
  readonly maxRecordBytes: number;
  /** The first cell of the record that is no data; empty for none. */
  readonly trailerMark: Uint8Array;
  readonly figures: WalkFigures;
}

const [position, most, carriageReturns, at, start, count, listedAt] = [0, 1, 2, 3, 4, 5, 6];
const PARAMETERS = 3;
const FIRST_FREE = 7;
const giveCount = giveBack(get(count));
const byteHere = i32.loadByte(get(at));

/**
 * Compiles the module that reads records, checks included, from an address on, until one needs care.
 *
 * Its function takes the address, how many records at most, and whether their lines end with a carriage return; it gives
 * the number of records that are sound beyond doubt. What it has to say about them is in the memory, see `WalkFigures`.
 */
export function compileRecordWalk(parts: RecordWalkParts): Uint8Array<ArrayBuffer> {
  const { columns } = parts;
  const functions = columns.flatMap(({ plain, quoted }) => [plain, quoted]);
  const summed = columns.filter(({ isSummed }) => isSummed).length;
  const record: FunctionBody = {
    parameters: PARAMETERS,
    words: FIRST_FREE - PARAMETERS + summed,
    longs: summed,
    code: inOrder(
      set(listedAt, i32.of(FIGURES_AT)),
      repeat(
        inOrder(
          when(i32.isAtLeast(get(count), get(most)), giveCount),
          set(at, get(position)),
          leaveTrailer(parts),
          ...columns.map((_, cell) => walkCell(parts, cell)),
          walkEnding(parts.maxRecordBytes),
          keepFigures(parts),
          set(position, get(at)),
          set(count, i32.add(get(count), i32.of(1))),
          again(0),
        ),
      ),
      get(count),
    ),
  };
  return toModuleBytes({
    functions: [...functions, record],
    exported: functions.length,
    globals: [i64.type, i32.type],
  });
}

/** Walks over one cell and what separates it from the next one. */
function walkCell(parts: RecordWalkParts, cell: number): Code {
  const { dialect, columns } = parts;
  const mayBeEmpty = columns[cell]?.mayBeEmpty === true;
  const kind = i32.loadByte(byteHere, KINDS_AT);
  const endsHere = i32.isBelowUnsigned(i32.subtract(kind, i32.of(KIND.delimiter)), i32.of(3));
  const bare = inOrder(
    set(start, get(at)),
    when(
      endsHere,
      mayBeEmpty ? inOrder(setGlobal(GLOBAL.marks, i32.of(0)), keepCell(parts, cell, false)) : giveCount,
      inOrder(walkContent(cell * 2), keepCell(parts, cell, true)),
    ),
  );
  const inQuotes = inOrder(
    set(at, i32.add(get(at), i32.of(1))),
    set(start, get(at)),
    walkContent(cell * 2 + 1),
    when(i32.notEqual(byteHere, i32.of(dialect.quote)), giveCount),
    keepCell(parts, cell, true),
    set(at, i32.add(get(at), i32.of(1))),
  );
  return inOrder(
    dialect.quote < 0 ? bare : when(i32.equal(byteHere, i32.of(dialect.quote)), inQuotes, bare),
    cell === columns.length - 1
      ? []
      : inOrder(
          when(i32.notEqual(byteHere, i32.of(dialect.delimiter)), giveCount),
          set(at, i32.add(get(at), i32.of(1))),
        ),
  );
}

function walkContent(functionIndex: number): Code {
  return inOrder(set(at, call(functionIndex, get(at))), when(i32.isBelow(get(at), i32.of(0)), giveCount));
}

/** Puts down where the cell lies, if that is asked for, and keeps its number until the record has proved sound. */
function keepCell({ columns, figures }: RecordWalkParts, cell: number, hasValue: boolean): Code {
  const order = columns.slice(0, cell).filter(({ isSummed }) => isSummed).length;
  const isSummed = columns[cell]?.isSummed === true;
  const summed = columns.filter(({ isSummed: each }) => each).length;
  const [has, units] = [FIRST_FREE + order, FIRST_FREE + summed + order];
  return inOrder(
    figures.listed === undefined
      ? []
      : inOrder(
          i32.store(get(listedAt), get(start), figures.listed.cellAt(cell)),
          i32.store(get(listedAt), get(at), figures.listed.cellAt(cell) + 4),
          i32.store(get(listedAt), getGlobal(GLOBAL.marks), figures.listed.cellAt(cell) + 8),
        ),
    isSummed
      ? inOrder(set(has, i32.of(hasValue ? 1 : 0)), hasValue ? set(units, getGlobal(GLOBAL.units)) : [])
      : [],
  );
}

/** A record that may be the trailer is left to care. */
function leaveTrailer({ trailerMark, dialect }: RecordWalkParts): Code {
  if (trailerMark.length === 0) return [];
  const standsAt = (offset: number) =>
    [...trailerMark]
      .map((byte, index) => i32.equal(i32.loadByte(get(at), offset + index), i32.of(byte)))
      .reduce((all, one) => i32.and(all, one));
  return inOrder(
    when(standsAt(0), giveCount),
    dialect.quote < 0 ? [] : when(i32.equal(byteHere, i32.of(dialect.quote)), when(standsAt(1), giveCount)),
  );
}

/** The line ending that is wanted, within the length that a record may have. */
function walkEnding(maxRecordBytes: number): Code {
  const isCarriageReturn = i32.equal(byteHere, i32.of(CARRIAGE_RETURN));
  return inOrder(
    when(
      get(carriageReturns),
      inOrder(when(i32.isZero(isCarriageReturn), giveCount), set(at, i32.add(get(at), i32.of(1)))),
    ),
    when(i32.notEqual(byteHere, i32.of(LINE_FEED)), giveCount),
    set(at, i32.add(get(at), i32.of(1))),
    when(i32.isAbove(i32.subtract(get(at), get(position)), i32.of(maxRecordBytes)), giveCount),
  );
}

/** The record is sound: its numbers count. */
function keepFigures({ columns, figures }: RecordWalkParts): Code {
  const summed = columns.filter(({ isSummed }) => isSummed).length;
  const orders = Array.from({ length: summed }, (_, order) => order);
  const { listed } = figures;
  if (listed !== undefined) {
    return inOrder(
      i32.store(get(listedAt), get(at), listed.endAt),
      ...orders.map((order) =>
        inOrder(
          i32.store(get(listedAt), get(FIRST_FREE + order), listed.hasAt(order)),
          f64.store(get(listedAt), f64.fromLong(get(FIRST_FREE + summed + order)), listed.unitsAt(order)),
        ),
      ),
      set(listedAt, i32.add(get(listedAt), i32.of(listed.recordBytes))),
    );
  }
  return inOrder(
    i32.store(i32.of(figures.endAt), get(at)),
    ...orders.map((order) => {
      const [has, units] = [get(FIRST_FREE + order), get(FIRST_FREE + summed + order)];
      const [hasAt, sumAt] = [i32.of(figures.hasAt(order)), i32.of(figures.sumAt(order))];
      return when(
        has,
        inOrder(i32.store(hasAt, i32.of(1)), i64.store(sumAt, i64.add(i64.load(sumAt), units))),
      );
    }),
  );
}
