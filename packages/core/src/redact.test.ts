import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor } from "./redact.js";

const MASK = "[redacted]";

function redactorFor(...secrets: readonly string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.addSecret(secret);
  return redactor;
}

/** The forms in which a value travels. */
function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret, "utf8").toString("base64");
  return [secret, encodeURIComponent(secret), base64, base64.replace(/=+$/, "")];
}

describe("createRedactor", () => {
  test("blanks a secret plain, URL-encoded and in base64, with its padding or without", () => {
    const redactor = redactorFor("p&ss wörd");
    expect(redactor.text("plain p&ss wörd, url p%26ss%20w%C3%B6rd")).toBe(`plain ${MASK}, url ${MASK}`);
    expect(redactor.text("header cCZzcyB3w7ZyZA== cookie cCZzcyB3w7ZyZA")).toBe(
      `header ${MASK} cookie ${MASK}`,
    );
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
