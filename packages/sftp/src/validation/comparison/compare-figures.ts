import type { Drift, Tolerance } from "../../feed/comparison-rule.js";
import type { Feed } from "../../feed/feed.js";
import type { DeliveryProfile } from "../profile/delivery-profile.js";
import { toUnits } from "../total/exact-sum.js";
import type { ComparisonComplaint } from "./comparison-complaint.js";
import { exceedsShare, toPercent, toSharePercent } from "./exact-share.js";

/** The finest scale that a column may have. */
const SCALE = 18;

/** Complains when there are many more or fewer records than before. */
export function compareRecords(
  { comparison }: Feed,
  before: DeliveryProfile,
  now: DeliveryProfile,
): readonly ComparisonComplaint[] {
  const drift = comparison?.records;
  if (drift === undefined) return [];
  const detail = findDrift(drift, String(before.records), String(now.records));
  if (detail === undefined) return [];
  return [{ column: null, complaint: { code: "row-count-drift", severity: drift.severity, detail } }];
}

/** Complains of the sums that are far from those before; money is compared by currency. */
export function compareSums(
  { comparison }: Feed,
  before: DeliveryProfile,
  now: DeliveryProfile,
): readonly ComparisonComplaint[] {
  return Object.entries(comparison?.totals ?? {}).flatMap(([column, drift]) => {
    const [earlier, later] = [sumsOf(before, column), sumsOf(now, column)];
    if (earlier === undefined || later === undefined) return [];
    const currencies = new Set([...Object.keys(earlier), ...Object.keys(later)]);
    return [...currencies].flatMap((currency): readonly ComparisonComplaint[] => {
      const detail = findDrift(drift, earlier[currency] ?? "0", later[currency] ?? "0");
      if (detail === undefined) return [];
      const { severity } = drift;
      return [{ column, complaint: { code: "sum-drift", severity, detail: { currency, ...detail } } }];
    });
  });
}

/** The sums of a column by currency; a sum that is no money has none. */
function sumsOf(profile: DeliveryProfile, column: string): Readonly<Record<string, string>> | undefined {
  const { sum, amounts } = profile.columns[column] ?? {};
  return sum === undefined ? amounts : { "": sum };
}

interface FoundDrift {
  readonly before: string;
  readonly now: string;
  readonly change: string;
  readonly borne: string;
}

/** How far a figure has moved, when that is further than it may. */
function findDrift(drift: Drift<number | string>, before: string, now: string): FoundDrift | undefined {
  const [earlier, later] = [toUnits(before, SCALE) ?? 0n, toUnits(now, SCALE) ?? 0n];
  const rises = later > earlier;
  const tolerance = rises ? drift.up : drift.down;
  const moved = rises ? later - earlier : earlier - later;
  const size = earlier < 0n ? -earlier : earlier;
  if (tolerance === undefined || !isBeyond(tolerance, moved, size)) return undefined;
  const percent = size === 0n ? "" : `${rises ? "+" : "-"}${toPercent({ part: moved, whole: size })}`;
  const borne = typeof tolerance === "number" ? toSharePercent(tolerance) : String(tolerance.by);
  return { before, now, change: percent, borne };
}

function isBeyond(tolerance: Tolerance<number | string>, moved: bigint, size: bigint): boolean {
  if (typeof tolerance === "number") return exceedsShare(moved, size, tolerance);
  return moved > (toUnits(String(tolerance.by), SCALE) ?? 0n);
}
