import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import type { ComparisonComplaint } from "./comparison-complaint.js";
import { splitKey } from "./delivery-keys.js";
import { exceedsShare, toSharePercent } from "./exact-share.js";
import type { KeyChurnCount } from "./key-churn.js";

const LONGEST_KEY = 60;

/** Complains when more keys came, went or changed than a feed bears. */
export function compareKeys(
  feed: Feed,
  key: readonly string[],
  churn: KeyChurnCount,
  encoding: Encoding,
): readonly ComparisonComplaint[] {
  const rule = feed.comparison?.keys;
  if (rule === undefined) return [];
  const isShown = key.every((name) => feed.columns[name]?.sensitive !== true);
  const { before, gone, added, changed } = churn;
  const changes = [
    ["gone", gone, rule.goneShare],
    ["added", added, rule.addedShare],
    ["changed", changed, rule.changedShare],
  ] as const;
  return changes.flatMap(([change, { count, first }, share]): readonly ComparisonComplaint[] => {
    if (share === undefined || !exceedsShare(BigInt(count), BigInt(before), share)) return [];
    const examples = isShown ? first.map((bytes) => toText(bytes, key.length, encoding)) : [];
    const detail = { change, count, before, borne: toSharePercent(share), examples };
    return [{ column: key[0] ?? null, complaint: { code: "key-churn", severity: rule.severity, detail } }];
  });
}

function toText(bytes: string, columnCount: number, encoding: Encoding): string {
  const text = splitKey(bytes, columnCount)
    .map((part) => encoding.decode(part))
    .join(" + ");
  return text.slice(0, LONGEST_KEY);
}
