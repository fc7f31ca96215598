import { z } from "zod";
import type { Log } from "../../log/log.js";
import { SpmError } from "../../spm-error.js";
import { type Channel, defineChannel } from "./channel.js";
import { createOutbox } from "./outbox.js";
import type { OutboxOptions } from "./outbox-options.js";

export const analyst = { kind: "person", id: "analyst" } as const;
export const incident = { kind: "incident", id: "7" };

/** What the outside world does with each attempt at a message, in turn; it takes what comes after the last. */
export type Answer = () => unknown;

export const down: Answer = () => {
  throw new SpmError("remote.unavailable", "Nobody answers.", { operation: "notify" });
};
export const lost: Answer = () => {
  throw new SpmError("remote.unknown", "The reply was lost.", { operation: "notify" });
};
export const locked: Answer = () => {
  throw new SpmError("auth.rejected", "Wrong password.", { status: 401 });
};

/** A desk that takes notes by key, and remembers each attempt. */
export function createDesk(...answers: readonly Answer[]) {
  const received: { readonly key: string; readonly text: string; readonly attempt: number }[] = [];
  return {
    received,
    async receive(text: string, { key, attempt }: { readonly key: string; readonly attempt: number }) {
      received.push({ key, text, attempt });
      answers[received.length - 1]?.();
      return { number: received.length };
    },
  };
}

export type Desk = ReturnType<typeof createDesk>;

const payload = z.strictObject({ text: z.string().min(1), urgent: z.boolean().default(false) });

/** A channel to a desk that may be asked again under the same key. */
export function keyedChannel(desk: Desk, policy: Pick<Channel, "retry" | "timeoutMs"> = {}) {
  return defineChannel({
    name: "desk",
    payload,
    contract: "keyed",
    ...policy,
    perform: ({ text }, attempt) => desk.receive(text, attempt),
  });
}

/** An outbox of one process on a log. */
export function outboxOn<const Each extends Channel>(
  log: Log,
  channels: readonly Each[],
  options: Partial<Omit<OutboxOptions, "log" | "channels">> = {},
) {
  return createOutbox({ log, channels, worker: "worker one", ...options });
}

export const note = {
  id: "incident-7/notify/1",
  channel: "desk",
  payload: { text: "The load is late." },
  about: incident,
} as const;
