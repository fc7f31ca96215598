/** A business period as files name it, in one spelling: `2026`, `2026-10`, `2026-Q4` or `2026-10-31`. */
export type BusinessPeriod = string;

const SPELLING = /^(\d{4})(?:-?(?:Q([1-4])|(\d{2})(?:-?(\d{2}))?))?$/;

/** The one spelling of a period that a file's name holds as `202610`, `2026Q4` or `20261031`, or one with dashes. */
export function toBusinessPeriod(text: string): BusinessPeriod | undefined {
  const [, year, quarter, month, day] = SPELLING.exec(text) ?? [];
  if (year === undefined) return undefined;
  if (quarter !== undefined) return `${year}-Q${quarter}`;
  return [year, month, day].filter((part) => part !== undefined).join("-");
}

/** What belongs to a business period: the period of a name's `{period}` token, else of its `{date}`. */
export function periodOfFile(
  feed: { readFileName(fileName: string): Readonly<Record<string, string>> | undefined },
  fileName: string,
): BusinessPeriod | undefined {
  const { period, date } = feed.readFileName(fileName) ?? {};
  const text = period ?? date;
  return text === undefined ? undefined : toBusinessPeriod(text);
}
