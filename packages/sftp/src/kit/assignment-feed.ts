import { adaptFeed } from "./adapt-feed.js";
import type { AdaptedFeed, FeedAdaptation } from "./feed-adaptation.js";
import { defineKitFeed, type OmittableColumn } from "./kit-feed.js";

const ASSIGNMENTS = defineKitFeed({
  name: "assignments",
  title: "Assignments of participants to positions",
  fileName: "assignments_{period}.csv",
  header: "any-order",
  columns: {
    participant: { type: "text", required: true, maxLength: 100 },
    position: { type: "text", required: true, maxLength: 100 },
    territory: { type: "text", maxLength: 100 },
    effective_from: { type: "date", required: true },
    effective_to: { type: "date" },
  },
  essential: ["participant"],
  keys: [["participant", "position", "effective_from"]],
  intervals: { key: ["participant", "position"], from: "effective_from", to: "effective_to" },
  references: [{ column: "participant", to: "participants", asOf: "effective_from" }],
});

type Kit = typeof ASSIGNMENTS;

/**
 * Declares the feed of assignments: which position, and which territory, a participant has between which days. A
 * participant is valid on the day on which an assignment begins.
 *
 * @throws SpmError `config.invalid` with every problem of the adaptation at once.
 */
export function declareAssignments<
  const Omitted extends OmittableColumn<Kit> = never,
  const Extra extends string = never,
>(adaptation: FeedAdaptation<Kit, Omitted, Extra> = {}): AdaptedFeed<Kit, Omitted, Extra> {
  return adaptFeed(ASSIGNMENTS, adaptation);
}
