import type { Feed } from "../../feed/feed.js";
import { getMoneyScale } from "../column/compile-column.js";
import { ExactSum } from "./exact-sum.js";

/** What one record adds to the totals, by column. */
export interface RecordAmounts {
  /** In units of the column's last digit; `undefined` where the record has no sound number, or nobody sums the column. */
  readonly units: (number | bigint | undefined)[];
  /** The currency of a money column, where another column names it. */
  readonly currencies: (string | undefined)[];
}

interface ColumnTotal {
  readonly name: string;
  /** The column's place in the feed. */
  readonly at: number;
  readonly fixedCurrency: string | undefined;
  readonly isMoney: boolean;
  /** Over every record that was read, for the trailer. */
  readonly read: ExactSum;
  readonly accepted: ExactSum;
  readonly byCurrency: Map<string, ExactSum>;
}

/** The columns of a feed that are summed: those it names, else its money, and those that the trailer sums. */
export function listSummedColumns(feed: Feed): readonly string[] {
  const money = Object.keys(feed.columns).filter((name) => feed.columns[name]?.type === "money");
  return [...new Set([...(feed.totals ?? money), ...Object.keys(feed.trailer?.sums ?? {})])];
}

/** Sums the columns that the feed wants summed, exactly: over all records, and over those that are accepted. */
export class ColumnTotals {
  readonly #totals: readonly ColumnTotal[];

  constructor(feed: Feed) {
    const names = Object.keys(feed.columns);
    this.#totals = listSummedColumns(feed).map((name) => createTotal(feed, name, names.indexOf(name)));
  }

  add({ units, currencies }: RecordAmounts, accepted: boolean): void {
    for (const total of this.#totals) {
      const amount = units[total.at];
      if (amount === undefined) continue;
      total.read.add(amount);
      if (!accepted) continue;
      total.accepted.add(amount);
      if (total.fixedCurrency !== undefined) {
        // All amounts of the column are in one currency, so that its sum is that of the column.
        if (total.byCurrency.size === 0) total.byCurrency.set(total.fixedCurrency, total.accepted);
        continue;
      }
      const currency = currencies[total.at];
      if (total.isMoney && currency !== undefined) getSum(total, currency).add(amount);
    }
  }

  /** The sum of a column over every record that was read. */
  getRead(name: string): ExactSum | undefined {
    return this.#totals.find((total) => total.name === name)?.read;
  }

  /** The sums of the accepted records as decimal text, by column. */
  toTotals(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#totals.map(({ name, accepted }) => [name, accepted.toText()]));
  }

  /** The sums of every record that was read as decimal text, by column. */
  toTotalsRead(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#totals.map(({ name, read }) => [name, read.toText()]));
  }

  /** The accepted amounts as decimal text, by currency, over all money columns that are summed. */
  toAmounts(): Readonly<Record<string, string>> {
    const scale = Math.max(0, ...this.#totals.map(({ accepted }) => accepted.scale));
    const sums = new Map<string, ExactSum>();
    for (const { byCurrency } of this.#totals) {
      for (const [currency, sum] of byCurrency) {
        const whole = sums.get(currency) ?? new ExactSum(scale);
        whole.addSum(sum);
        sums.set(currency, whole);
      }
    }
    return Object.fromEntries([...sums].sort().map(([currency, sum]) => [currency, sum.toText()]));
  }
}

function createTotal(feed: Feed, name: string, at: number): ColumnTotal {
  const column = feed.columns[name];
  const scale =
    column?.type === "money" ? getMoneyScale(column) : column?.type === "decimal" ? column.scale : 0;
  return {
    name,
    at,
    isMoney: column?.type === "money",
    fixedCurrency:
      column?.type === "money" && typeof column.currency === "string" ? column.currency : undefined,
    read: new ExactSum(scale),
    accepted: new ExactSum(scale),
    byCurrency: new Map(),
  };
}

function getSum({ byCurrency, accepted }: ColumnTotal, currency: string): ExactSum {
  const sum = byCurrency.get(currency) ?? new ExactSum(accepted.scale);
  byCurrency.set(currency, sum);
  return sum;
}
