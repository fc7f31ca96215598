import { sha256 } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toCandidateName } from "./candidate-name.js";
import { defineHistoryName, type HistoryDelivery } from "./history-name.js";

const delivery: HistoryDelivery = {
  feed: "orders",
  period: "2026-10",
  fileName: "orders_2026-10.csv",
  receivedAt: Date.UTC(2026, 10, 1, 4, 5, 6, 789),
  sha256: sha256("the content"),
};

function issuesOf(template: string): unknown {
  try {
    defineHistoryName(template);
    return [];
  } catch (error) {
    return error;
  }
}

describe("defineHistoryName", () => {
  test("names a delivery by feed, period, time and content", () => {
    expect(defineHistoryName().toPath(delivery)).toBe(
      `orders/2026-10/orders_2026-10__20261101T040506Z__${delivery.sha256.slice(0, 8)}.csv`,
    );
  });

  test("follows another template", () => {
    const name = defineHistoryName("kept/{feed}-{sha256}-{received}{ext}");
    expect(name.toPath(delivery)).toBe(`kept/orders-${delivery.sha256}-20261101T040506Z.csv`);
  });

  test("replaces what not every server takes, and lets no value leave its folder", () => {
    const path = defineHistoryName().toPath({
      ...delivery,
      feed: "..",
      period: "Q4/26",
      fileName: "../é ü;rm😀.csv",
    });
    expect(path).toMatch(/^_\/Q4_26\/__{2}_{2}_rm___20261101T040506Z__[0-9a-f]{8}\.csv$/);
  });

  test("shortens a long stem and keeps everything that tells deliveries apart", () => {
    const path = defineHistoryName().toPath({ ...delivery, fileName: `${"x".repeat(300)}.csv.gz` });
    expect(path).toHaveLength(194);
    expect(path).toContain(`__20261101T040506Z__${delivery.sha256.slice(0, 8)}.csv.gz`);
  });

  test("refuses values that do not fit", () => {
    const { toPath } = defineHistoryName();
    expect(() => toPath({ ...delivery, feed: "f".repeat(41) })).toThrow(RangeError);
    expect(() => toPath({ ...delivery, period: "p".repeat(25) })).toThrow(RangeError);
    expect(() => toPath({ ...delivery, sha256: "abc" })).toThrow(RangeError);
    expect(() => toPath({ ...delivery, receivedAt: Number.NaN })).toThrow(RangeError);
  });

  test.each([
    [
      "{feed}/{stem}__{received}{ext}",
      "it needs one {sha8} or {sha256}, or two deliveries could want one name",
    ],
    [
      "{feed}/{sha8}{sha256}__{received}{ext}",
      "it needs one {sha8} or {sha256}, or two deliveries could want one name",
    ],
    ["{stem}__{received}__{sha8}{ext}", "it needs {feed}, once"],
    ["{feed}/{sha8}{ext}", "it needs {received}, once"],
    ["{feed}/{received}__{sha8}", "it has to end with {ext}"],
    ["/{feed}/{received}__{sha8}{ext}", "a level of it is empty or begins with a dot"],
    ["{feed}/../{received}__{sha8}{ext}", "a level of it is empty or begins with a dot"],
    ["{feed}/{received} {sha8}{ext}", "outside its placeholders it holds more than A-Z a-z 0-9 . _ - and /"],
    [
      "{feed}/{year}/{received}_{sha8}{ext}",
      "outside its placeholders it holds more than A-Z a-z 0-9 . _ - and /",
    ],
    [
      "{feed}{period}/{received}_{sha8}{ext}",
      "placeholders need something between them, except before {ext}",
    ],
    ["{feed}/{stem}_{stem}_{received}_{sha8}{ext}", "it holds {period} or {stem} twice"],
    [`${"x".repeat(140)}/{feed}/{received}_{sha8}{ext}`, "it can become longer than 200 bytes"],
  ])("refuses the template %s", (template, issue) => {
    expect(issuesOf(template)).toMatchObject({
      code: "config.invalid",
      details: { issues: expect.arrayContaining([issue]) },
    });
  });

  test("tells every problem of a template at once", () => {
    expect(issuesOf("a b")).toMatchObject({ details: { issues: { length: 5 } } });
  });

  test("makes, of anything, a short plain path that it can read again", () => {
    const name = defineHistoryName();
    const anything = fc.record({
      feed: fc.string({ maxLength: 12 }),
      period: fc.string({ maxLength: 10 }),
      fileName: fc.string({ unit: "grapheme", maxLength: 300 }),
      receivedAt: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
      candidate: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(anything, ({ candidate, ...parts }) => {
        const path = toCandidateName(name.toPath({ ...delivery, ...parts }), candidate);
        expect(path).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*){2}$/);
        expect(Buffer.byteLength(path)).toBeLessThanOrEqual(200);
        expect(name.parse(path, parts.feed)).toMatchObject({
          receivedAt: Math.floor(parts.receivedAt / 1_000) * 1_000,
          sha256Prefix: delivery.sha256.slice(0, 8),
        });
      }),
    );
  });
});

describe("parse", () => {
  const name = defineHistoryName("{feed}-{period}/{received}_{sha8}{ext}");

  test("tells the candidate's number", () => {
    const path = name.toPath({ ...delivery, feed: "orders-eu" });
    expect(name.parse(path, "orders-eu")).toEqual({
      period: "2026-10",
      receivedAt: Date.UTC(2026, 10, 1, 4, 5, 6),
      sha256Prefix: delivery.sha256.slice(0, 8),
      candidate: 1,
    });
    expect(name.parse(toCandidateName(path, 3), "orders-eu")).toMatchObject({ candidate: 3 });
  });

  test("does not read what the template did not make for the feed", () => {
    expect(name.parse(name.toPath(delivery), "accounts")).toBeUndefined();
    expect(name.parse("orders-2026-10/notes.txt", "orders")).toBeUndefined();
    expect(name.parse("orders-2026-10/20261399T040506Z_0123abcd.csv", "orders")).toBeUndefined();
  });
});
