/** One of the five parts of a cron expression: what it may hold, and the words that stand for numbers. */
export interface CronFieldRule {
  readonly title: string;
  readonly low: number;
  readonly high: number;
  /** Three-letter names; the first stands for `low`. */
  readonly names?: readonly string[] | undefined;
}

/** What a cron field allows, as plain values in rising order, and what it says beyond them. */
export interface CronField {
  readonly values: readonly number[];
  /** Whether the field begins with `*`, as Vixie cron looks at it. */
  readonly isOpen: boolean;
  /** Items that are no plain values, such as `L` or `5#2`; the caller knows whether they mean something. */
  readonly extras: readonly string[];
}

const ITEM = /^(?:\*|([a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?)(?:\/(\d{1,2}))?$/i;

/** Reads one cron field: lists of values, names, ranges and steps. Problems are told, one sentence each. */
export function parseCronField(text: string, rule: CronFieldRule, problems: string[]): CronField {
  const values = new Set<number>();
  const extras: string[] = [];
  for (const item of text.split(",")) {
    const matched = ITEM.exec(item);
    if (matched === null) extras.push(item);
    else for (const value of valuesOf(item, matched, rule, problems)) values.add(value);
  }
  return { values: [...values].sort((a, b) => a - b), isOpen: text.startsWith("*"), extras };
}

/** The number that a field's value or name stands for; nothing when it is outside the field. */
export function cronValue(text: string, { low, high, names = [] }: CronFieldRule): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + low : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= low && value <= high ? value : undefined;
}

function valuesOf(
  item: string,
  [, first, last, step]: RegExpExecArray,
  rule: CronFieldRule,
  problems: string[],
): readonly number[] {
  const { title, low, high } = rule;
  const from = first === undefined ? low : cronValue(first, rule);
  // `5/15` means from 5 to the end, as people read it.
  const to =
    last !== undefined ? cronValue(last, rule) : first === undefined || step !== undefined ? high : from;
  const every = step === undefined ? 1 : Number(step);
  if (from === undefined || to === undefined || from > to || every === 0) {
    problems.push(`${item} is no ${title}: use ${low} to ${high}, rising ranges and steps above 0`);
    return [];
  }
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) => from + index * every);
}
