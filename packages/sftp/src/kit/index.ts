// The usual feeds
export { declareAssignments } from "./assignment-feed.js";
export { declareCredits } from "./credit-feed.js";
export type { AdaptedFeed, ColumnAdaptation, FeedAdaptation } from "./feed-adaptation.js";
export type { KitColumnName, KitColumns, KitFeed, OmittableColumn } from "./kit-feed.js";
export { declareOrders } from "./order-feed.js";
export { declareParticipants } from "./participant-feed.js";
export { declarePayments } from "./payment-feed.js";
export { declareQuotas } from "./quota-feed.js";
export { declareTransactions } from "./transaction-feed.js";

// Sets of feeds that refer to each other
export { defineFeedSet, type FeedSet, type FeedSetDeclaration } from "./feed-set.js";
export type { FeedSetReport, SetFileReport, SetVerdict } from "./feed-set-report.js";
export { type SetSource, type ValidateFeedSetOptions, validateFeedSet } from "./validate-feed-set.js";
