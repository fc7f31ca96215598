import { describe, expect, test } from "vitest";
import { forgetful, send, sendTo, waits, webhooks } from "./channel-fixture.js";
import { createSlackChannel } from "./chat-channels.js";
import { answer, hangUp, notice, secretsOf, startReceiver } from "./notification-fixture.js";
import { createPagerDutyChannel } from "./pagerduty-channel.js";

describe.each(Object.keys(webhooks) as (keyof typeof webhooks)[])("the channel %s", (form) => {
  test("sends once what is taken", async () => {
    const { message, received } = await sendTo(form);
    expect(message.status).toBe("sent");
    expect(received).toHaveLength(1);
    expect(received[0]?.headers["content-type"]).toMatch(/^application\/json/);
  });

  test("tries again what was certainly not taken, and waits as long as it is told to", async () => {
    waits.length = 0;
    const replies = [answer(429, "slow down", { "retry-after": "120" }), answer(503)];
    const { message, received } = await sendTo(form, replies);
    expect(message.status).toBe("sent");
    expect(received).toHaveLength(3);
    expect(waits).toEqual([120_000]);
  });

  test("does not try again what is refused, and keeps why", async () => {
    const { message, received } = await sendTo(form, [answer(400, "invalid_payload")]);
    expect(message).toMatchObject({ status: "failed", effect: { failure: { code: "remote.rejected" } } });
    expect(JSON.stringify(message)).toContain("invalid_payload");
    expect(received).toHaveLength(1);
  });

  test("follows no redirect, and sends again only what may be after a lost answer", async () => {
    const redirect = await sendTo(form, [answer(307, "", { location: "http://127.0.0.1:9/" })]);
    expect(redirect.message.status).toBe("failed");
    for (const lost of [hangUp, answer(500)]) {
      const { message, received } = await sendTo(form, [lost]);
      const mayAgain = form === "webhook" || form === "pagerduty";
      expect(message.status).toBe(mayAgain ? "sent" : "in-doubt");
      expect(received).toHaveLength(mayAgain ? 2 : 1);
    }
  });

  test("puts a refused credential off, and tells nobody the address or the key", async () => {
    const { message, due } = await sendTo(form, [answer(403, "forbidden")]);
    expect(message).toMatchObject({ status: "waiting", trouble: { code: "auth.rejected" } });
    expect(JSON.stringify([message, due.troubled])).not.toMatch(/secret-path|rrrr|shared-secret/);
  });
});

describe("what is declared wrongly", () => {
  const { readSecret } = secretsOf({ PLAIN: "http://hooks.example.test/x", ROUTING: "r".repeat(32) });

  test("an address that is no reference of a secret is refused", () => {
    const addresses = { ops: "https://hooks.example.test/T0/secret" };
    expect(() => createSlackChannel({ addresses, readSecret })).toThrow(/ops: a secret is referred to/);
  });

  test("a target that is unknown, and an address without encryption, are failures that say so", async () => {
    const channel = createSlackChannel({ addresses: { ops: "env:PLAIN" }, readSecret });
    const unknown = await send(channel, [notice()], "other");
    expect(unknown.message.effect?.failure).toMatchObject({ code: "operation.unsupported" });
    const { message, due } = await send(channel, [notice()]);
    expect(JSON.stringify([message, due])).toContain("is no https address");
    const incidents = forgetful;
    expect(() =>
      createPagerDutyChannel({ address: "ftp://x", routingKeys: {}, incidents, readSecret }),
    ).toThrow(/no https address/);
  });

  test("a server that nobody reaches is tried again", async () => {
    const closed = await startReceiver();
    await closed[Symbol.asyncDispose]();
    const secrets = secretsOf({ ADDRESS: closed.address });
    const addresses = { ops: "env:ADDRESS" };
    const channel = createSlackChannel({ addresses, readSecret: secrets.readSecret, retry: { attempts: 2 } });
    const { message } = await send(channel, [notice()]);
    expect(message).toMatchObject({
      status: "failed",
      effect: { attempts: 2, failure: { code: "remote.unavailable" } },
    });
  });
});
