import { adaptFeed } from "./adapt-feed.js";
import type { AdaptedFeed, FeedAdaptation } from "./feed-adaptation.js";
import { defineKitFeed, type OmittableColumn } from "./kit-feed.js";

const CREDITS = defineKitFeed({
  name: "credits",
  title: "Credits",
  fileName: "credits_{period}.csv",
  header: "any-order",
  columns: {
    order: { type: "text", required: true, maxLength: 100 },
    line: { type: "text", required: true, maxLength: 100 },
    participant: { type: "text", required: true, maxLength: 100 },
    credit_type: { type: "text", required: true, maxLength: 100 },
    credit_date: { type: "date", required: true },
    split_percent: { type: "decimal", required: true, scale: 4, min: "0", max: "100" },
    amount: { type: "money", required: true, currency: { column: "currency" } },
    currency: { type: "text", required: true, pattern: "^[A-Z]{3}$" },
  },
  essential: ["order", "participant"],
  keys: [["order", "line", "participant", "credit_type"]],
  references: [
    { column: ["order", "line"], to: "orders" },
    { column: "participant", to: "participants", asOf: "credit_date" },
  ],
  shares: [{ of: ["order", "line", "credit_type"], column: "split_percent", atMost: "100" }],
});

type Kit = typeof CREDITS;

/**
 * Declares the feed of credits: which share of which line of an order counts for which participant. The shares of one
 * line and type of credit are 100 percent at most, and the participant is valid on the day of the credit.
 *
 * @throws SpmError `config.invalid` with every problem of the adaptation at once.
 */
export function declareCredits<
  const Omitted extends OmittableColumn<Kit> = never,
  const Extra extends string = never,
>(adaptation: FeedAdaptation<Kit, Omitted, Extra> = {}): AdaptedFeed<Kit, Omitted, Extra> {
  return adaptFeed(CREDITS, adaptation);
}
