import type { Column, DateColumn } from "../../feed/column.js";
import type { CellContent } from "../column/cell-check.js";
import {
  compileDayReader,
  compileNumberReader,
  isNumberColumn,
  type NumberColumn,
  toDayText,
} from "../column/cell-value.js";
import { readCurrency } from "../column/currency.js";
import type { Encoding } from "../encoding/encoding.js";
import { type CellReader, isBlank } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import { ExactSum, toDecimalText } from "../total/exact-sum.js";
import type { ColumnProfile } from "./delivery-profile.js";
import { ValueCounter } from "./value-counter.js";

/** Takes the cells of one column, and says what it has seen. */
export interface ColumnGauge {
  readonly add: (record: RecordView) => void;
  readonly toProfile: () => ColumnProfile;
}

/** Where the cells of a gauged column stand, and what they are read with. */
export interface GaugedColumn {
  readonly column: Column;
  readonly position: number;
  /** The place of the cell that names the currency. */
  readonly currencyPosition: number | undefined;
  readonly encoding: Encoding;
  readonly reader: CellReader;
  readonly otherReader: CellReader;
}

/** What one kind of column is asked beside its emptiness. */
interface Gauge {
  readonly add: (cell: CellContent, record: RecordView) => void;
  readonly toProfile: () => Omit<ColumnProfile, "empty">;
}

/** Compiles the gauge of one column. */
export function compileGauge(gauged: GaugedColumn): ColumnGauge {
  const { position, reader } = gauged;
  const gauge = toGauge(gauged);
  let empty = 0;
  return {
    add: (record) => {
      const cell = reader.read(record, position);
      if (cell.start === cell.end || isBlank(cell)) empty += 1;
      else gauge?.add(cell, record);
    },
    toProfile: () => ({ empty, ...gauge?.toProfile() }),
  };
}

/** `undefined` when only the emptiness counts. */
function toGauge(gauged: GaugedColumn): Gauge | undefined {
  const { column, encoding } = gauged;
  if (isNumberColumn(column)) return toNumberGauge(column, gauged);
  if (column.type === "date") return toDayGauge(column);
  if (column.sensitive === true) return undefined;
  const counter = new ValueCounter();
  return {
    add: (cell) => counter.add(cell),
    toProfile: () => ({ values: counter.toCounts((bytes) => encoding.decode(bytes)) }),
  };
}

function toNumberGauge(column: NumberColumn, gauged: GaugedColumn): Gauge {
  const { scale, read } = compileNumberReader(column);
  const sums = new CurrencySums(column, gauged, scale);
  let numbers = 0;
  let negative = 0;
  let min: number | bigint = Number.POSITIVE_INFINITY;
  let max: number | bigint = Number.NEGATIVE_INFINITY;
  return {
    add: (cell, record) => {
      const units = read(cell);
      if (units === undefined) return;
      numbers += 1;
      if (units < 0) negative += 1;
      if (units < min) min = units;
      if (units > max) max = units;
      sums.add(units, record);
    },
    toProfile: () => ({
      numbers,
      negative,
      ...sums.toProfile(),
      ...(numbers === 0 || column.sensitive === true
        ? {}
        : { min: toDecimalText(BigInt(min), scale), max: toDecimalText(BigInt(max), scale) }),
    }),
  };
}

function toDayGauge(column: DateColumn): Gauge {
  const read = compileDayReader(column);
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  return {
    add: (cell) => {
      const day = read(cell);
      if (day === 0) return;
      if (day < min) min = day;
      if (day > max) max = day;
    },
    toProfile: () =>
      max === 0 || column.sensitive === true ? {} : { min: toDayText(min), max: toDayText(max) },
  };
}

/** The sum of a column of numbers: one, or one a currency. */
class CurrencySums {
  readonly #byCurrency = new Map<string, ExactSum>();
  readonly #scale: number;
  readonly #only: ExactSum | undefined;
  readonly #isMoney: boolean;
  readonly #currencyPosition: number | undefined;
  readonly #reader: CellReader;

  constructor(column: NumberColumn, { currencyPosition, otherReader }: GaugedColumn, scale: number) {
    this.#scale = scale;
    this.#reader = otherReader;
    this.#isMoney = column.type === "money";
    this.#currencyPosition = currencyPosition;
    this.#only = currencyPosition === undefined ? new ExactSum(scale) : undefined;
    if (column.type === "money" && typeof column.currency === "string" && this.#only !== undefined) {
      this.#byCurrency.set(column.currency, this.#only);
    }
  }

  add(units: number | bigint, record: RecordView): void {
    if (this.#only !== undefined) this.#only.add(units);
    else if (this.#currencyPosition !== undefined) {
      const currency = readCurrency(this.#reader.read(record, this.#currencyPosition));
      if (currency !== undefined) this.#sumOf(currency).add(units);
    }
  }

  toProfile(): Pick<ColumnProfile, "sum" | "amounts"> {
    if (!this.#isMoney && this.#only !== undefined) return { sum: this.#only.toText() };
    const sorted = [...this.#byCurrency].sort(([a], [b]) => (a < b ? -1 : 1));
    return { amounts: Object.fromEntries(sorted.map(([currency, sum]) => [currency, sum.toText()])) };
  }

  #sumOf(currency: string): ExactSum {
    const known = this.#byCurrency.get(currency);
    if (known !== undefined) return known;
    const sum = new ExactSum(this.#scale);
    this.#byCurrency.set(currency, sum);
    return sum;
  }
}
