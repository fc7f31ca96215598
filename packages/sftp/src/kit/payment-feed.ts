import { adaptFeed } from "./adapt-feed.js";
import type { AdaptedFeed, FeedAdaptation } from "./feed-adaptation.js";
import { defineKitFeed, type OmittableColumn } from "./kit-feed.js";
import { PLAN_PERIOD } from "./plan-period.js";

const PAYMENTS = defineKitFeed({
  name: "payments",
  title: "Payments",
  fileName: "payments_{period}.csv",
  header: "any-order",
  columns: {
    payment: { type: "text", required: true, maxLength: 100 },
    participant: { type: "text", required: true, maxLength: 100 },
    period: PLAN_PERIOD,
    earning_type: { type: "text", maxLength: 100 },
    payment_date: { type: "date", required: true },
    amount: { type: "money", required: true, currency: { column: "currency" } },
    currency: { type: "text", required: true, pattern: "^[A-Z]{3}$" },
  },
  essential: ["participant", "amount"],
  keys: [["payment"]],
  references: [{ column: "participant", to: "participants" }],
});

type Kit = typeof PAYMENTS;

/**
 * Declares the feed of payments. Its participant has to be known, whenever: commissions are paid to people who have
 * left. Recoveries are negative amounts.
 *
 * @throws SpmError `config.invalid` with every problem of the adaptation at once.
 */
export function declarePayments<
  const Omitted extends OmittableColumn<Kit> = never,
  const Extra extends string = never,
>(adaptation: FeedAdaptation<Kit, Omitted, Extra> = {}): AdaptedFeed<Kit, Omitted, Extra> {
  return adaptFeed(PAYMENTS, adaptation);
}
