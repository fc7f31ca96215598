import type { Feed } from "../../feed/feed.js";
import { isNumberColumn } from "../column/cell-value.js";
import { type DeliveryProfile, MOST_VALUES } from "../profile/delivery-profile.js";
import type { ComparisonComplaint } from "./comparison-complaint.js";
import { type Fraction, liesAbove, toPercent, toSharePercent } from "./exact-share.js";

/** So many new values are named, and so much of each. */
const NAMED_VALUES = 5;
const NAMED_CHARACTERS = 60;

/** Complains of columns in which many more or fewer cells are empty than before. */
export function compareEmptyShares(
  { columns, comparison }: Feed,
  before: DeliveryProfile,
  now: DeliveryProfile,
): readonly ComparisonComplaint[] {
  const rule = comparison?.emptyShare;
  if (rule === undefined) return [];
  return (rule.columns ?? Object.keys(columns)).flatMap((column): readonly ComparisonComplaint[] => {
    const [earlier, later] = [emptyShareOf(before, column), emptyShareOf(now, column)];
    const rises = liesAbove(later, earlier, rule.up);
    if (!rises && !liesAbove(earlier, later, rule.down)) return [];
    const borne = toSharePercent(rises ? rule.up : rule.down);
    const detail = { before: toPercent(earlier), now: toPercent(later), borne };
    return [{ column, complaint: { code: "null-rate-drift", severity: rule.severity, detail } }];
  });
}

/** Complains of values that the delivery before did not have. */
export function compareValues(
  { columns, comparison }: Feed,
  before: DeliveryProfile,
  now: DeliveryProfile,
): readonly ComparisonComplaint[] {
  const rule = comparison?.newValues;
  if (rule === undefined) return [];
  const enumerations = Object.entries(columns).filter(
    ([, { type, sensitive }]) => type === "enumeration" && sensitive !== true,
  );
  const names = rule.columns ?? enumerations.map(([name]) => name);
  return names.flatMap((column): readonly ComparisonComplaint[] => {
    const [earlier, later] = [before.columns[column], now.columns[column]];
    if (earlier === undefined || later === undefined) return [];
    if (earlier.values === undefined) {
      return [{ column, complaint: { code: "not-compared", detail: { because: "too-many-values" } } }];
    }
    const { values: known } = earlier;
    const fresh = Object.keys(later.values ?? {}).filter((value) => !Object.hasOwn(known, value));
    const count = later.values === undefined ? MOST_VALUES + 1 : fresh.length;
    if (count <= rule.atMost) return [];
    const values = fresh.slice(0, NAMED_VALUES).map((value) => value.slice(0, NAMED_CHARACTERS));
    const { severity } = rule;
    return [{ column, complaint: { code: "new-enum-value", severity, detail: { values, count } } }];
  });
}

/** Complains of columns of numbers in which the signs are turned. */
export function compareSigns(
  { columns, comparison }: Feed,
  before: DeliveryProfile,
  now: DeliveryProfile,
): readonly ComparisonComplaint[] {
  const rule = comparison?.signFlip;
  if (rule === undefined) return [];
  const numbers = Object.keys(columns).filter((name) => isNumberColumn(columns[name]));
  return (rule.columns ?? numbers).flatMap((column): readonly ComparisonComplaint[] => {
    const [earlier, later] = [negativeShareOf(before, column), negativeShareOf(now, column)];
    if (!liesAbove(later, earlier, rule.by) && !liesAbove(earlier, later, rule.by)) return [];
    const detail = { before: toPercent(earlier), now: toPercent(later) };
    return [{ column, complaint: { code: "sign-flip", severity: rule.severity, detail } }];
  });
}

/** Of nothing, when a delivery knows nothing of the column. */
function emptyShareOf({ records, unreadable, columns }: DeliveryProfile, column: string): Fraction {
  const profile = columns[column];
  if (profile === undefined) return { part: 0n, whole: 0n };
  return { part: BigInt(profile.empty), whole: BigInt(records - unreadable) };
}

function negativeShareOf({ columns }: DeliveryProfile, column: string): Fraction {
  const { negative = 0, numbers = 0 } = columns[column] ?? {};
  return { part: BigInt(negative), whole: BigInt(numbers) };
}
