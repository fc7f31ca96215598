import { type Channel, type Clock, createOutbox, openSqliteLog, systemClock } from "@spm-ops/core";
import { createSlackChannel, createTeamsChannel } from "./chat-channels.js";
import { createJsonChannel } from "./json-channel.js";
import type { Notice, noticesSchema } from "./notice.js";
import { notice, type Reply, secretsOf, startReceiver } from "./notification-fixture.js";
import { createPagerDutyChannel } from "./pagerduty-channel.js";

type NoticeChannel = Channel<string, typeof noticesSchema>;

/** Sends notices through a channel of a fresh outbox. */
export async function send(channel: NoticeChannel, notices: readonly Notice[], target = "ops") {
  await using log = await openSqliteLog({ path: ":memory:", clock });
  const outbox = createOutbox({ log, channels: [channel], worker: "worker", clock });
  await outbox.put({ id: "i-1/1", channel: channel.name, payload: { target, notices: [...notices] } });
  const due = await outbox.deliverDue();
  return { message: await outbox.get("i-1/1"), due };
}

/** The clock of this machine, but for waits of two minutes: those are over at once. */
export const waits: number[] = [];
export const clock: Clock = {
  ...systemClock,
  wait(ms, call) {
    if (ms !== 120_000) return systemClock.wait(ms, call);
    waits.push(ms);
    return Promise.resolve();
  },
};

const retry = { attempts: 4, delayMs: 1 };

export const webhooks = {
  slack: createSlackChannel,
  teams: createTeamsChannel,
  webhook: (options: Parameters<typeof createSlackChannel>[0]) =>
    createJsonChannel({ ...options, signingSecrets: { ops: "env:SIGNING" } }),
  pagerduty: ({ readSecret }: Parameters<typeof createSlackChannel>[0], address: string) =>
    createPagerDutyChannel({
      readSecret,
      retry,
      address,
      routingKeys: { ops: "env:ROUTING" },
      incidents: forgetful,
    }),
} as const;

export const forgetful = { find: async () => undefined };

export async function sendTo(
  form: keyof typeof webhooks,
  replies: readonly Reply[] = [],
  notices = [notice()],
) {
  await using receiver = await startReceiver(...replies);
  const { address } = receiver;
  const { readSecret } = secretsOf({ ADDRESS: address, SIGNING: "shared-secret", ROUTING: "r".repeat(32) });
  const channel = webhooks[form]({ addresses: { ops: "env:ADDRESS" }, readSecret, retry }, address);
  const { message, due } = await send(channel, notices);
  return {
    message,
    due,
    received: receiver.received,
    bodies: receiver.received.map(({ body }) => JSON.parse(body)),
  };
}
