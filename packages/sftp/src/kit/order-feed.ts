import { adaptFeed } from "./adapt-feed.js";
import type { AdaptedFeed, FeedAdaptation } from "./feed-adaptation.js";
import { defineKitFeed, type OmittableColumn } from "./kit-feed.js";

const ORDERS = defineKitFeed({
  name: "orders",
  title: "Orders",
  fileName: "orders_{period}.csv",
  header: "any-order",
  columns: {
    order: { type: "text", required: true, maxLength: 100 },
    line: { type: "text", required: true, maxLength: 100 },
    order_date: { type: "date", required: true },
    participant: { type: "text", required: true, maxLength: 100 },
    customer: { type: "text" },
    product: { type: "text" },
    quantity: { type: "decimal", scale: 4 },
    amount: { type: "money", required: true, currency: { column: "currency" } },
    currency: { type: "text", required: true, pattern: "^[A-Z]{3}$" },
  },
  essential: ["order", "amount"],
  keys: [["order", "line"]],
  references: [{ column: "participant", to: "participants", asOf: "order_date" }],
});

type Kit = typeof ORDERS;

/**
 * Declares the feed of orders, one record a line of an order. Its participant is valid on the day of the order; returns
 * are negative amounts.
 *
 * @throws SpmError `config.invalid` with every problem of the adaptation at once.
 */
export function declareOrders<
  const Omitted extends OmittableColumn<Kit> = never,
  const Extra extends string = never,
>(adaptation: FeedAdaptation<Kit, Omitted, Extra> = {}): AdaptedFeed<Kit, Omitted, Extra> {
  return adaptFeed(ORDERS, adaptation);
}
