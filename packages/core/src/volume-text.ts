import { formatFigure } from "./figure-text.js";
import { VOLUME_MEASURES, type Volume, type VolumeMeasure } from "./volume.js";

/** What is counted, for one and for any other number. A size says so by its unit. */
const COUNTED: Readonly<Record<VolumeMeasure, readonly [string, string]>> = {
  files: ["file", "files"],
  rowsRead: ["row read", "rows read"],
  rowsWritten: ["row written", "rows written"],
  rowsRejected: ["row rejected", "rows rejected"],
  bytes: ["", ""],
};

/** All that a step moved, as people read it: `["12,345 rows read", "1.4 MB", "EUR 1,250.00"]`. Unknown is left out. */
export function formatVolume(volume: Volume): readonly string[] {
  const counted = VOLUME_MEASURES.flatMap((measure) => {
    const figure = volume[measure];
    return figure === undefined ? [] : [formatMoved(measure, figure)];
  });
  const amounts = Object.entries(volume.amounts ?? {});
  return [...counted, ...amounts.map(([currency, amount]) => formatAmount(currency, amount))];
}

/** One measure of a volume: `1 row read`, `1.4 MB`. */
export function formatMoved(measure: VolumeMeasure, figure: number): string {
  const [one, many] = COUNTED[measure];
  return `${formatFigure(measure, figure)} ${figure === 1 ? one : many}`.trimEnd();
}

/** Decimal text with its thousands apart, digit by digit, for an amount is never a float: `EUR 1,250.00`. */
export function formatAmount(currency: string, amount: string): string {
  const [whole = "", ...fraction] = amount.split(".");
  return `${currency} ${[whole.replace(/\B(?=(\d{3})+$)/g, ","), ...fraction].join(".")}`;
}
