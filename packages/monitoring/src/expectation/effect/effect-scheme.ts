import { type BusinessDays, createDayEffects, DAY_EFFECTS } from "./day-effects.js";
import type { Design, Effect } from "./effect.js";
import type { RunCircumstances, RunKind } from "./run-circumstances.js";

/** Something of the client's own that moves what is expected on some days: a payroll week, a plan launch. */
export interface OwnEffect {
  readonly title: string;
  /** How much of it a day has; 0 for none, 1 for all of it. */
  readonly amountOn: (date: string) => number;
}

/** The columns of the model, and how a run's circumstances become a row of it. */
export interface EffectScheme {
  /** The level first. */
  readonly effects: readonly Effect[];
  /** The column of the rows that a run was given. */
  readonly rowsColumn: number;
  /** The column of what the run before left unexplained; every series knows its own. */
  readonly memoryColumn: number;
  /**
   * Everything but the rows, which a series sees from a middle of its own. The last column is the memory, of which it has
   * an amount of its own.
   */
  designOf(circumstances: RunCircumstances): Design;
}

const DAY_MS = 86_400_000;
const LEVEL: Effect = { family: "level", title: "base" };
const ROWS: Effect = { family: "rows", title: "rows" };
const MEMORY: Effect = { family: "memory", title: "the run before" };
const KINDS: readonly Exclude<RunKind, "scheduled">[] = ["ad-hoc", "re-run", "backfill"];

/** Compiles the effects of one calendar. What a day means is worked out once a day. */
export function createEffectScheme(days: BusinessDays, own: readonly OwnEffect[] = []): EffectScheme {
  const effects: readonly Effect[] = [
    LEVEL,
    ...DAY_EFFECTS,
    ROWS,
    MEMORY,
    ...KINDS.map((kind) => ({ family: "kind" as const, title: `${kind} run` })),
    ...own.map(({ title }) => ({ family: "own" as const, title })),
  ];
  const rowsColumn = 1 + DAY_EFFECTS.length;
  const memoryColumn = rowsColumn + 1;
  const effectsOfDay = createDayEffects(days);
  const known: Readonly<Record<RunKind, Map<string, Design>>> = {
    scheduled: new Map(),
    "ad-hoc": new Map(),
    "re-run": new Map(),
    backfill: new Map(),
  };

  const designOfDay = (date: string, kind: RunKind): Design => {
    const { amounts: ofDay, isMonthEnd, kindOfDay } = effectsOfDay(date);
    const columns = [0];
    const amounts = [1];
    const add = (column: number, amount: number) => {
      if (amount === 0) return;
      columns.push(column);
      amounts.push(amount);
    };
    ofDay.forEach((amount, at) => {
      add(1 + at, amount);
    });
    if (kind !== "scheduled") add(memoryColumn + 1 + KINDS.indexOf(kind), 1);
    own.forEach(({ amountOn }, at) => {
      add(memoryColumn + 1 + KINDS.length + at, amountOn(date));
    });
    // Of the memory every series has an amount of its own.
    columns.push(memoryColumn);
    amounts.push(0);
    return { columns, amounts, day: Date.parse(`${date}T00:00Z`) / DAY_MS, isMonthEnd, kindOfDay };
  };

  return {
    effects,
    rowsColumn,
    memoryColumn,
    designOf({ date, kind = "scheduled" }) {
      const ofKind = known[kind];
      const told = ofKind.get(date);
      if (told !== undefined) return told;
      const design = designOfDay(date, kind);
      ofKind.set(date, design);
      return design;
    },
  };
}
