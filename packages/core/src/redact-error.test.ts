import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createRedactor } from "./redact.js";
import { createErrorRedaction, redactError } from "./redact-error.js";
import { SpmError } from "./spm-error.js";

const canary = "canary-4711";
const redactor = createRedactor();
redactor.addSecret(canary);

/** The error itself, after its secrets were taken out, and without any of them. */
function cleaned<Thrown>(error: Thrown): Thrown {
  redactError(error, redactor);
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(canary);
  return error;
}

describe("redactError", () => {
  test("cleans message, stack and details of our error, and leaves it one", () => {
    const error = new SpmError("auth.rejected", `No: Bearer ${canary}`, { status: 401 });
    expect(cleaned(error)).toMatchObject({
      code: "auth.rejected",
      message: "No: Bearer [redacted]",
      details: { status: 401 },
    });
    const found = new SpmError("file.not-found", "Not there.", { path: `/${canary}/a.csv` });
    expect(cleaned(found).details).toEqual({ path: "/[redacted]/a.csv" });
    expect(found).toBeInstanceOf(SpmError);
    expect(Object.keys(found)).toContain("details");
  });

  test("cleans every cause, every error of several, and circles of them", () => {
    const cause = new TypeError(`cause ${canary}`);
    const error = new AggregateError([new RangeError(canary), "x"], "several", { cause });
    cause.cause = error;
    cleaned(error);
    expect(cause.message).toBe("cause [redacted]");
    expect(error.errors[0]).toBeInstanceOf(RangeError);
  });

  test("replaces what an error carries, without changing it for whoever uses it", () => {
    class Headers {
      readonly Authorization = `Bearer ${canary}`;
    }
    const config = { headers: new Headers(), url: "https://example.test" };
    const plain = { url: `https://u:${canary}@example.test`, tries: 2 };
    const error = Object.assign(new TypeError("no"), {
      config,
      plain,
      code: "E_NO",
      body: Buffer.from("ok"),
    });
    cleaned(error);
    expect(error).toMatchObject({
      plain: { url: "https://u:[redacted]@example.test", tries: 2 },
      code: "E_NO",
    });
    expect(error.config).toContain("Bearer [redacted]");
    expect(config.headers.Authorization).toContain(canary);
    expect(plain.url).toContain(canary);
    expect(error.body).toEqual(Buffer.from("ok"));
  });

  test("cleans an error of the platform, whose message is not its own", () => {
    const error = cleaned(new DOMException(`stopped by ${canary}`, "AbortError"));
    expect(error).toMatchObject({ message: "stopped by [redacted]", name: "AbortError" });
  });

  test("leaves alone what holds no secret, and what is no error", () => {
    const error = new TypeError("plain");
    const stack = error.stack;
    const details = { rows: [1, 2] };
    Object.assign(error, { details });
    redactError(error, redactor);
    expect(error).toMatchObject({ message: "plain", stack });
    expect(Reflect.get(error, "details")).toBe(details);
    for (const thrown of [undefined, canary, 7, { canary }])
      expect(() => redactError(thrown, redactor)).not.toThrow();
  });
});

describe("createErrorRedaction", () => {
  test("hands on what a call returns, and cleans what it throws, which stays the same error", async () => {
    const clean = createErrorRedaction(redactor);
    await expect(clean(async (text: string) => `${text}!`)(canary)).resolves.toBe(`${canary}!`);
    const error = new RangeError(`no ${canary}`);
    const failing = clean(async () => {
      throw error;
    });
    await expect(failing()).rejects.toBe(error);
    expect(error.message).toBe("no [redacted]");
  });
});
