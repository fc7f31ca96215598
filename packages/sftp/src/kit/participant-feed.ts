import { adaptFeed } from "./adapt-feed.js";
import type { AdaptedFeed, FeedAdaptation } from "./feed-adaptation.js";
import { defineKitFeed, type OmittableColumn } from "./kit-feed.js";

const PARTICIPANTS = defineKitFeed({
  name: "participants",
  title: "Participants",
  fileName: "participants_{period}.csv",
  header: "any-order",
  columns: {
    participant: { type: "text", required: true, maxLength: 100 },
    name: { type: "text", required: true, sensitive: true },
    title: { type: "text" },
    manager: { type: "text", maxLength: 100 },
    effective_from: { type: "date", required: true },
    effective_to: { type: "date" },
  },
  essential: ["participant"],
  keys: [["participant", "effective_from"]],
  intervals: { key: ["participant"], from: "effective_from", to: "effective_to" },
  hierarchy: {
    child: "participant",
    parent: "manager",
    valid: { from: "effective_from", to: "effective_to" },
  },
});

type Kit = typeof PARTICIPANTS;

/**
 * Declares the feed of participants (payees, team members): each with its manager, between effective dates of which no
 * two overlap, in a hierarchy without circles. Names of people are never shown in findings.
 *
 * @throws SpmError `config.invalid` with every problem of the adaptation at once.
 * @example
 * const participants = defineFeed(
 *   declareParticipants({ columns: { participant: "EMPLOYEE_ID" }, omit: ["title"], dateFormat: "MM/dd/yyyy" }),
 * );
 */
export function declareParticipants<
  const Omitted extends OmittableColumn<Kit> = never,
  const Extra extends string = never,
>(adaptation: FeedAdaptation<Kit, Omitted, Extra> = {}): AdaptedFeed<Kit, Omitted, Extra> {
  return adaptFeed(PARTICIPANTS, adaptation);
}
