import { type Actor, defineStreamKind, type FoldedEvent } from "@spm-ops/core";
import { z } from "zod";

const disputeEvents = {
  "dispute.opened": z.object({
    payee: z.string(),
    period: z.string(),
    /** What the payee misses: decimal text, since money is never a float. */
    claim: z.object({ amount: z.string(), currency: z.string() }),
  }),
  "dispute.commented": z.object({ text: z.string() }),
  "dispute.decided": z.object({ as: z.enum(["upheld", "rejected"]), reason: z.string().min(1) }),
} as const;

/** A payee's dispute of a statement, as its events tell it. */
export interface Dispute {
  readonly id: string;
  readonly payee: string;
  readonly period: string;
  readonly claim: { readonly amount: string; readonly currency: string };
  readonly status: "open" | "upheld" | "rejected";
  readonly openedBy: Actor;
  readonly comments: readonly { readonly by: Actor; readonly text: string }[];
  readonly decision?: { readonly by: Actor; readonly reason: string } | undefined;
}

/** All that the log needs to know of disputes: events, fold, what lists show, and when one has ended. */
export const disputeKind = defineStreamKind({
  name: "dispute",
  events: disputeEvents,
  fold: foldDispute,
  index: ({ status, payee }) => ({ status, subject: payee }),
  ended: ["upheld", "rejected"],
});

function foldDispute(dispute: Dispute | undefined, event: FoldedEvent<typeof disputeEvents>): Dispute {
  if (event.type === "dispute.opened") {
    return { id: event.stream.id, ...event.data, status: "open", openedBy: event.actor, comments: [] };
  }
  if (dispute === undefined) throw new TypeError(`${event.type} of a dispute that nobody opened`);
  if (event.type === "dispute.commented") {
    return { ...dispute, comments: [...dispute.comments, { by: event.actor, text: event.data.text }] };
  }
  const { as: status, reason } = event.data;
  return { ...dispute, status, decision: { by: event.actor, reason } };
}
