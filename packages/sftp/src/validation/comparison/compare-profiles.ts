import type { Feed } from "../../feed/feed.js";
import type { DeliveryProfile } from "../profile/delivery-profile.js";
import { compareEmptyShares, compareSigns, compareValues } from "./compare-columns.js";
import { compareRecords, compareSums } from "./compare-figures.js";
import type { ComparisonComplaint } from "./comparison-complaint.js";

/** Everything in which a delivery differs from the one before by more than its feed bears. */
export function compareProfiles(
  feed: Feed,
  before: DeliveryProfile,
  now: DeliveryProfile,
): readonly ComparisonComplaint[] {
  const added = Object.keys(feed.columns).filter((name) => !Object.hasOwn(before.columns, name));
  return [
    ...added.map(
      (column): ComparisonComplaint => ({
        column,
        complaint: { code: "not-compared", detail: { because: "new-column" } },
      }),
    ),
    ...compareRecords(feed, before, now),
    ...compareSums(feed, before, now),
    ...compareEmptyShares(feed, before, now),
    ...compareValues(feed, before, now),
    ...compareSigns(feed, before, now),
  ];
}
