import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeHtml } from "./html.js";
import { createRedactor, type Redactor } from "./redact.js";

const MASK = "[redacted]";

function redactorFor(...secrets: readonly string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.addSecret(secret);
  return redactor;
}

const json = (value: string) => JSON.stringify(value).slice(1, -1);
const base64 = (value: string) => Buffer.from(value, "utf8").toString("base64");
const lowerHex = (value: string) => value.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());

/** The forms in which a value travels. */
function formsOf(secret: string): readonly string[] {
  return [
    secret,
    json(secret),
    escapeHtml(secret),
    encodeURIComponent(secret),
    lowerHex(encodeURIComponent(secret)),
    new URLSearchParams([["", secret]]).toString().slice(1),
    base64(secret),
    base64(secret).replace(/=+$/, ""),
    Buffer.from(secret, "utf8").toString("base64url"),
  ];
}

async function redactBytes(redactor: Redactor, pieces: readonly Uint8Array[]): Promise<Buffer> {
  async function* source() {
    yield* pieces;
  }
  const clean: Uint8Array[] = [];
  for await (const piece of redactor.bytes(source())) clean.push(piece);
  return Buffer.concat(clean);
}

describe("createRedactor", () => {
  test("blanks a secret plain, URL-encoded and in base64, with its padding or without", () => {
    const redactor = redactorFor("p&ss wörd");
    expect(redactor.text("plain p&ss wörd, url p%26ss%20w%C3%B6rd")).toBe(`plain ${MASK}, url ${MASK}`);
    expect(redactor.text("header cCZzcyB3w7ZyZA== cookie cCZzcyB3w7ZyZA")).toBe(
      `header ${MASK} cookie ${MASK}`,
    );
  });

  test.each([
    ["JSON", String.raw`{"password is":"p\"w\/\u00f6\\"}`, `p"w/ö\\`],
    ["JSON of another maker", String.raw`said p\"w/ö\\ to`, `p"w/ö\\`],
    ["HTML", "<td>p&amp;w&lt;&quot;&#39;&gt;</td>", `p&w<"'>`],
    ["HTML between tags", `<td>p&amp;w&lt;"'&gt;</td>`, `p&w<"'>`],
    ["HTML of another maker", "p&amp;w&lt;&quot;&#x27;&gt;", `p&w<"'>`],
    ["a form", "name=p%26+w%21%27", "p& w!'"],
    ["a strict address", "/p%26%20w%21%27", "p& w!'"],
    ["an address in lower case", "/p%c3%b6%2fw", "pö/w"],
    ["base64 for addresses", "token=Pz8_Pj4-", "???>>>"],
  ])("blanks a secret as it stands in %s", (_where, text, secret) => {
    const kept = redactorFor(secret).text(text);
    expect(kept).toContain(MASK);
    for (const form of formsOf(secret)) expect(kept).not.toContain(form);
  });

  test.each(["", "u", "us", "user:", "user-one:"])(
    "blanks a secret inside a longer base64, after %j",
    (before) => {
      const secret = "canary?4711>";
      for (const [text, alphabet] of [
        [base64(`${before}${secret}`), "base64"],
        [base64(`${before}${secret}:and more`), "base64"],
        [Buffer.from(`${before}${secret}:`).toString("base64url"), "base64url"],
      ] as const) {
        const kept = redactorFor(secret).text(`Authorization: Basic ${text}`);
        expect(kept).toContain(MASK);
        // What is left beside the mask holds no more than the bits that it shares with its neighbours.
        const left = kept
          .replace("Authorization: Basic ", "")
          .split(MASK)
          .map((part) => Buffer.from(part, alphabet).toString("latin1"));
        expect(left.join("|")).not.toMatch(/anary|4711/);
      }
    },
  );

  test("takes a value that is no whole text as it is", () => {
    expect(redactorFor("\ud800broken").text("a \ud800broken value")).toBe(`a ${MASK} value`);
  });

  test("leaves nothing of a longer secret behind that begins with a shorter one", () => {
    expect(redactorFor("canary", "canary-4711").text("canary-4711 and canary")).toBe(`${MASK} and ${MASK}`);
  });

  test("takes a secret for text, not for a pattern", () => {
    const redactor = redactorFor("a.*b(c");
    expect(redactor.text("a.*b(c")).toBe(MASK);
    expect(redactor.text("aXXb(c")).toBe("aXXb(c");
  });

  test("blanks secrets in keys and values, however deep, and leaves the rest as it is", () => {
    expect(
      redactorFor("canary").json({
        rows: [{ note: "a canary", count: 3, done: true, none: null }],
        canary: 1,
      }),
    ).toEqual({
      rows: [{ note: `a ${MASK}`, count: 3, done: true, none: null }],
      [MASK]: 1,
    });
  });

  test.each([
    "authorization",
    "Cookie",
    "set-cookie",
    "PASSWORD",
    "passphrase",
    "secret",
    "token",
    "tokenValue",
    "api_key",
    "apiKey",
    "private-key",
  ])("blanks whatever stands under the key %s", (key) => {
    const redactor = createRedactor();
    expect(redactor.json({ login: { [key]: { any: ["thing"] } } })).toEqual({ login: { [key]: MASK } });
    expect(redactor.json({ [key]: null })).toEqual({ [key]: null });
  });

  test("leaves keys that only sound like one", () => {
    const counted = { tokens: 3, passwordless: true, secretary: "the desk" };
    expect(createRedactor().json(counted)).toEqual(counted);
  });

  test("would blank half of any text for a very short secret, and does not", () => {
    expect(redactorFor("abc").text("abc")).toBe("abc");
  });

  test("lets no secret of four characters or more through, in any form", () => {
    const secret = fc
      .string({ minLength: 4, unit: "grapheme" })
      .filter((value) => !MASK.repeat(2).includes(value));
    const around = fc.string({ unit: fc.constantFrom(..."xyz 0189/+=%") });
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        const redactor = redactorFor(value);
        for (const form of formsOf(value)) {
          const kept = redactor.text(`${before}${form}${after}`);
          const [left, right] = kept.split(MASK, 2);
          expect(kept).toContain(MASK);
          expect(`${left}\n${right}`).not.toContain(form);
        }
      }),
    );
  });
});

describe("redactor.bytes", () => {
  const redactor = redactorFor("canary-4711", "pässword&", 'ab"cd');

  test("blanks secrets across the borders of pieces, byte by byte too", async () => {
    const text = `x canary-4711, ${base64("pässword&")} and {"a":"${json('ab"cd')}"} pässword&pässword&`;
    const whole = await redactBytes(redactor, [Buffer.from(text)]);
    expect(whole.toString()).toBe(`x ${MASK}, ${MASK} and {"a":"${MASK}"} ${MASK}${MASK}`);
    const single = [...Buffer.from(text)].map((byte) => Buffer.of(byte));
    expect(await redactBytes(redactor, single)).toEqual(whole);
  });

  test("blanks them in UTF-16 as Windows writes it, and keeps it readable", async () => {
    const text = Buffer.from("\ufeffname;pässword&;end", "utf16le");
    expect((await redactBytes(redactor, [text])).toString("utf16le")).toBe(`\ufeffname;${MASK};end`);
  });

  test("passes on what holds no secret, whatever bytes they are, and without knowing any", async () => {
    const every = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    expect(await redactBytes(redactor, [every, every])).toEqual(Buffer.concat([every, every]));
    expect(await redactBytes(createRedactor(), [every])).toEqual(every);
    expect(await redactBytes(redactor, [])).toHaveLength(0);
  });

  test("gives the same bytes for any cutting into pieces, with no form of a secret in them", async () => {
    const secret = fc.string({
      minLength: 4,
      maxLength: 12,
      unit: fc.constantFrom(..."ab&\"'<ö +/\u{1F4B6}"),
    });
    const filling = fc.string({ maxLength: 8, unit: fc.constantFrom(..."ab&;xyz=+%") });
    const text = fc.tuple(secret, fc.array(fc.tuple(filling, fc.nat(), filling), { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (made, sizes) => {
          const [value, parts] = made;
          const forms = formsOf(value);
          const bytes = Buffer.from(
            parts.map(([before, form, after]) => `${before}${forms[form % forms.length]}${after}`).join(""),
          );
          const pieces: Buffer[] = [];
          for (let [at, turn] = [0, 0]; at < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            pieces.push(bytes.subarray(at, at + size));
            at += size;
          }
          const knowing = redactorFor(value);
          const clean = await redactBytes(knowing, pieces);
          expect(clean).toEqual(await redactBytes(knowing, [bytes]));
          for (const rest of clean.toString().split(MASK))
            for (const form of forms) expect(rest).not.toContain(form);
        },
      ),
    );
  });

  test("hands over a failure of the source as it is", async () => {
    const failure = new RangeError("the connection was cut");
    async function* failing() {
      yield Buffer.from("canary-47");
      throw failure;
    }
    const reading = async () => {
      for await (const piece of redactor.bytes(failing())) expect(piece).toBeDefined();
    };
    await expect(reading()).rejects.toBe(failure);
  });
});
