import { adaptFeed } from "./adapt-feed.js";
import type { AdaptedFeed, FeedAdaptation } from "./feed-adaptation.js";
import { defineKitFeed, type OmittableColumn } from "./kit-feed.js";
import { PLAN_PERIOD } from "./plan-period.js";

const QUOTAS = defineKitFeed({
  name: "quotas",
  title: "Quotas",
  fileName: "quotas_{period}.csv",
  header: "any-order",
  columns: {
    participant: { type: "text", required: true, maxLength: 100 },
    period: PLAN_PERIOD,
    measure: { type: "text", required: true, maxLength: 100 },
    amount: { type: "money", required: true, currency: { column: "currency" }, min: "0" },
    currency: { type: "text", required: true, pattern: "^[A-Z]{3}$" },
  },
  essential: ["participant", "period", "amount"],
  keys: [["participant", "period", "measure"]],
  references: [{ column: "participant", to: "participants" }],
});

type Kit = typeof QUOTAS;

/**
 * Declares the feed of quotas: one amount for each participant, plan period and measure.
 *
 * @throws SpmError `config.invalid` with every problem of the adaptation at once.
 */
export function declareQuotas<
  const Omitted extends OmittableColumn<Kit> = never,
  const Extra extends string = never,
>(adaptation: FeedAdaptation<Kit, Omitted, Extra> = {}): AdaptedFeed<Kit, Omitted, Extra> {
  return adaptFeed(QUOTAS, adaptation);
}
