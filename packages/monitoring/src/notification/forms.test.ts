import { describe, expect, test } from "vitest";
import type { Incident } from "../incident/incident.js";
import { clock, send, sendTo } from "./channel-fixture.js";
import { createMailChannel, type Mail } from "./mail-channel.js";
import { hangUp, incident, notice, secretsOf, startReceiver } from "./notification-fixture.js";
import { createPagerDutyChannel } from "./pagerduty-channel.js";
import { isSignatureOf, SIGNATURE_HEADER } from "./signature.js";

const HOSTILE = 'A "quoted" *bold* <!channel> & <b>loud</b>\nBcc: x@example.test';
const hostile = notice({ headline: HOSTILE, known: [HOSTILE] });

describe("the form of Slack", () => {
  test("is plain text in blocks, and the text beside them is escaped", async () => {
    const [body] = (await sendTo("slack", [], [hostile])).bodies;
    expect(body.blocks).toMatchObject([
      { type: "header", text: { type: "plain_text", text: HOSTILE } },
      { type: "section", text: { type: "plain_text", emoji: false } },
    ]);
    expect(body.text).toContain("&lt;!channel&gt; &amp; &lt;b&gt;");
  });

  test("keeps within the limits of Slack", async () => {
    const long = notice({ headline: "x".repeat(500), known: ["y".repeat(5_000)] });
    const [one] = (await sendTo("slack", [], [long])).bodies;
    expect(one.blocks[0].text.text).toHaveLength(150);
    expect(one.blocks[1].text.text).toHaveLength(3_000);
    const [many] = (
      await sendTo(
        "slack",
        [],
        Array.from({ length: 80 }, () => long),
      )
    ).bodies;
    expect(many.blocks).toHaveLength(50);
    expect(many.blocks.at(-1).text.text).toBe("And 32 more.");
  });
});

describe("the form of Teams", () => {
  test("is an adaptive card of runs, in which no character means anything", async () => {
    const [body] = (await sendTo("teams", [], [hostile])).bodies;
    expect(body).toMatchObject({
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          content: {
            type: "AdaptiveCard",
            body: [{ inlines: [{ type: "TextRun", text: HOSTILE }] }, {}, {}, {}],
          },
        },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('TextBlock","text');
  });

  test("keeps below what Teams takes", async () => {
    const long = notice({
      headline: "x".repeat(500),
      known: Array.from({ length: 9 }, () => "y".repeat(900)),
    });
    const { received } = await sendTo(
      "teams",
      [],
      Array.from({ length: 40 }, () => long),
    );
    expect(Buffer.byteLength(received[0]?.body ?? "")).toBeLessThan(28_000);
  });
});

describe("the form of one's own", () => {
  test("is signed, so that whoever has the secret can tell it from others", async () => {
    const { received, bodies } = await sendTo("webhook", [hangUp]);
    expect(bodies[0]).toEqual({ notices: [JSON.parse(JSON.stringify(notice()))] });
    expect(received.map(({ headers }) => headers["idempotency-key"])).toEqual(
      Array(2).fill("message%2Fi-1%2F1"),
    );
    const { body = "", headers } = received[1] ?? {};
    const signature = String(headers?.[SIGNATURE_HEADER]);
    const now = clock.now();
    const signed = { body, secret: "shared-secret" };
    expect(isSignatureOf(signature, signed, now)).toBe(true);
    expect(isSignatureOf(signature, { ...signed, secret: "other" }, now)).toBe(false);
    expect(isSignatureOf(signature, { ...signed, body: `${body} ` }, now)).toBe(false);
    expect(isSignatureOf(signature, signed, now + 6 * 60_000)).toBe(false);
    expect(isSignatureOf("t=1,v1=00", signed, now)).toBe(false);
  });
});

describe("the events of PagerDuty", () => {
  test("trigger, acknowledge and resolve one alert by the id of the incident", async () => {
    const notices = [notice(), notice({ state: "acknowledged" }), notice({ state: "over" })];
    const { bodies } = await sendTo("pagerduty", [], notices);
    const routing_key = "r".repeat(32);
    expect(bodies).toEqual([
      {
        ...{ routing_key, event_action: "trigger", dedup_key: "i-1" },
        payload: {
          summary: "Warning: nightly-load/load has failed.",
          source: "production",
          severity: "warning",
          timestamp: "2026-01-05T22:00:00.000Z",
          component: "nightly-load/load",
          class: "failed",
          custom_details: { revision: 1, sentences: expect.any(Array) },
        },
      },
      { routing_key, event_action: "acknowledge", dedup_key: "i-1" },
      { routing_key, event_action: "resolve", dedup_key: "i-1" },
    ]);
  });

  test("keep within the limits", async () => {
    const long = notice({ headline: "x".repeat(2_000), incidentId: "i".repeat(300) });
    const [body] = (await sendTo("pagerduty", [], [long])).bodies;
    expect(body.payload.summary).toHaveLength(1_024);
    expect(body.dedup_key.length).toBeLessThanOrEqual(255);
  });

  test("leave out what a later one has overtaken", async () => {
    await using receiver = await startReceiver();
    const later = { revision: 2, route: "r", channel: "pagerduty", target: "ops", messageId: "m" };
    const present: Incident = incident("i-1", { revision: 2, told: [later] });
    const channel = createPagerDutyChannel({
      ...{
        address: receiver.address,
        routingKeys: { ops: "env:ROUTING" },
        incidents: { find: async () => present },
      },
      readSecret: secretsOf({ ROUTING: "r".repeat(32) }).readSecret,
    });
    const { message } = await send(channel, [notice(), notice({ revision: 2 })]);
    expect(message.receipt).toEqual({
      events: [
        { incidentId: "i-1", status: "overtaken" },
        { incidentId: "i-1", status: 202 },
      ],
    });
    expect(receiver.received).toHaveLength(1);
  });
});

describe("the channel mail", () => {
  test("hands the mailer a subject of one line and both forms of the text, under the same id for every try", async () => {
    const mails: Mail[] = [];
    const mailer = {
      send: async (mail: Mail) => {
        mails.push(mail);
        return { response: "250 ok" };
      },
    };
    const channel = createMailChannel({ mailer, domain: "example.test" });
    const { message } = await send(channel, [hostile, notice()], "ops@example.test");
    await send(channel, [hostile], "ops@example.test");
    expect(message).toMatchObject({ status: "sent", receipt: { response: "250 ok" } });
    expect(mails[0]).toMatchObject({ to: "ops@example.test", subject: "2 incidents, 2 of them open." });
    expect(mails[1]?.subject).not.toMatch(/[\r\n]/);
    expect(mails[1]?.html).toContain("&lt;!channel&gt; &amp; &lt;b&gt;");
    expect(mails[1]?.messageId).toMatch(/^<[0-9a-f]{64}@example.test>$/);
    expect(mails[1]?.messageId).toBe(mails[0]?.messageId);
  });
});
