import { adaptFeed } from "./adapt-feed.js";
import type { AdaptedFeed, FeedAdaptation } from "./feed-adaptation.js";
import { defineKitFeed, type OmittableColumn } from "./kit-feed.js";

const TRANSACTIONS = defineKitFeed({
  name: "transactions",
  title: "Transactions of orders",
  fileName: "transactions_{period}.csv",
  header: "any-order",
  columns: {
    transaction: { type: "text", required: true, maxLength: 100 },
    order: { type: "text", required: true, maxLength: 100 },
    line: { type: "text", required: true, maxLength: 100 },
    event_type: { type: "text", required: true, maxLength: 100 },
    transaction_date: { type: "date", required: true },
    quantity: { type: "decimal", scale: 4 },
    amount: { type: "money", required: true, currency: { column: "currency" } },
    currency: { type: "text", required: true, pattern: "^[A-Z]{3}$" },
  },
  essential: ["transaction", "order", "amount"],
  keys: [["transaction"]],
  references: [{ column: ["order", "line"], to: "orders" }],
});

type Kit = typeof TRANSACTIONS;

/**
 * Declares the feed of transactions: what happened to the lines of orders (booked, invoiced, paid, cancelled) and for
 * what amount.
 *
 * @throws SpmError `config.invalid` with every problem of the adaptation at once.
 */
export function declareTransactions<
  const Omitted extends OmittableColumn<Kit> = never,
  const Extra extends string = never,
>(adaptation: FeedAdaptation<Kit, Omitted, Extra> = {}): AdaptedFeed<Kit, Omitted, Extra> {
  return adaptFeed(TRANSACTIONS, adaptation);
}
