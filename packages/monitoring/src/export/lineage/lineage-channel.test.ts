import { createOutbox, openSqliteLog } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import {
  answer,
  hangUp,
  type Reply,
  secretsOf,
  startReceiver,
} from "../../notification/notification-fixture.js";
import { run } from "../run-fixture.js";
import { createLineage } from "./lineage.js";
import { createLineageChannel, toLineageMessage } from "./lineage-channel.js";
import { checkLineage } from "./lineage-rules-fixture.js";

const events = createLineage({ namespace: "acme" }).eventsOf(run("run-1"));

/** Puts all events twice, delivers them, and tells what a receiver got. */
async function sendAll(replies: readonly Reply[], apiKey?: string) {
  await using receiver = await startReceiver(...replies);
  const { readSecret } = secretsOf({ LINEAGE_KEY: "key-of-lineage" });
  const retry = { attempts: 3, delayMs: 1 };
  const channel = createLineageChannel({ address: receiver.address, apiKey, readSecret, retry });
  await using log = await openSqliteLog({ path: ":memory:" });
  const outbox = createOutbox({ log, channels: [channel], worker: "worker" });
  for (const event of [...events, ...events]) await outbox.put(toLineageMessage(event));
  await outbox.deliverDue();
  const messages = await Promise.all(events.map((event) => outbox.get(toLineageMessage(event).id)));
  return { messages, received: receiver.received };
}

describe("createLineageChannel", () => {
  test("posts each event once, as it is, with the key", async () => {
    const { messages, received } = await sendAll([], "env:LINEAGE_KEY");
    expect(messages.map(({ status }) => status)).toEqual(events.map(() => "sent"));
    expect(received).toHaveLength(events.length);
    const bodies = received.map(({ body }) => JSON.parse(body));
    expect(bodies).toEqual(expect.arrayContaining([...events]));
    expect(checkLineage(events)).toEqual([]);
    expect(new Set(received.map(({ headers }) => headers.authorization))).toEqual(
      new Set(["Bearer key-of-lineage"]),
    );
    expect(new Set(received.map(({ headers }) => headers["idempotency-key"])).size).toBe(events.length);
    expect(JSON.stringify(messages)).not.toContain("key-of-lineage");
  });

  test("sends again what may not have arrived, under the same key, and not what was refused", async () => {
    const { messages, received } = await sendAll([hangUp, answer(503), answer(422, "no such field")]);
    expect(messages.filter(({ status }) => status === "failed")).toHaveLength(1);
    expect(messages.filter(({ status }) => status === "sent")).toHaveLength(events.length - 1);
    expect(received).toHaveLength(events.length + 2);
    expect(new Set(received.map(({ headers }) => headers["idempotency-key"])).size).toBe(events.length);
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  test("refuses an address without encryption, a key that is plain, and one that nobody reads", () => {
    const address = "https://lineage.example.test/api/v1/lineage";
    expect(() => createLineageChannel({ address: "http://lineage.example.test" })).toThrow(
      "no https address",
    );
    expect(() => createLineageChannel({ address, apiKey: "plain" })).toThrow(/secret/);
    expect(() => createLineageChannel({ address, apiKey: "env:KEY" })).toThrow(TypeError);
  });
});
