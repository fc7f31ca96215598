import {
  type Actor,
  isSpmError,
  type Log,
  type Outbox,
  openStream,
  type Redactor,
  SpmError,
  toStreamWrite,
} from "@spm-ops/core";
import { type Dispute, disputeKind } from "./dispute-kind.js";
import type { NotificationChannel } from "./notification-channel.js";

/** With what disputes are kept. */
export interface DisputeServices {
  readonly log: Log;
  readonly outbox: Outbox<NotificationChannel>;
  readonly redactor: Redactor;
}

/** Opens a dispute and queues its notification in the same write. Opening it twice is opening it once. */
export async function openDispute(
  { log, outbox, redactor }: DisputeServices,
  { id, actor, ...opened }: Pick<Dispute, "id" | "payee" | "period" | "claim"> & { readonly actor: Actor },
): Promise<void> {
  const text = `${opened.payee} disputes ${opened.period}: ${opened.claim.amount} ${opened.claim.currency}`;
  const about = { kind: disputeKind.name, id };
  try {
    await log.appendAll([
      toStreamWrite(
        disputeKind,
        { id, events: [{ type: "dispute.opened", data: opened }] },
        { actor, redactor },
      ),
      outbox.toWrite({ id: `${id}/opened`, channel: "notification", payload: { text }, about, actor }),
    ]);
  } catch (error) {
    if (!isSpmError(error, "log.conflict")) throw error;
  }
}

/** Adds a comment to a dispute. */
export async function commentDispute(
  { log, redactor }: DisputeServices,
  { id, actor, text }: { readonly id: string; readonly actor: Actor; readonly text: string },
): Promise<void> {
  const dispute = await openStream(log, disputeKind, id, { actor, redactor });
  await dispute.append((state) => {
    assertOpen(id, state);
    return [{ type: "dispute.commented", data: { text } }];
  });
}

/**
 * Decides a dispute and queues the notification of it in the same write.
 *
 * @throws SpmError `run.refused` when it is not open, `log.conflict` when somebody added to it in the meantime: look
 * again, and decide again.
 */
export async function decideDispute(
  { log, outbox, redactor }: DisputeServices,
  {
    id,
    actor,
    ...decision
  }: {
    readonly id: string;
    readonly actor: Actor;
    readonly as: "upheld" | "rejected";
    readonly reason: string;
  },
): Promise<void> {
  const dispute = await openStream(log, disputeKind, id, { actor, redactor });
  assertOpen(id, dispute.state);
  const decided = { type: "dispute.decided", data: decision } as const;
  const text = `The dispute ${id} is ${decision.as}: ${decision.reason}`;
  const about = { kind: disputeKind.name, id };
  await log.appendAll([
    toStreamWrite(disputeKind, { id, events: [decided], after: dispute }, { actor, redactor }),
    outbox.toWrite({ id: `${id}/decided`, channel: "notification", payload: { text }, about, actor }),
  ]);
}

function assertOpen(id: string, dispute: Dispute | undefined): void {
  if (dispute?.status === "open") return;
  const issues = [dispute === undefined ? "nobody opened it" : `it is ${dispute.status}`];
  throw new SpmError("run.refused", `The dispute ${id} cannot be changed: ${issues[0]}.`, { issues });
}
