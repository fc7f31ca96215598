import { describe, expect, test } from "vitest";
import { findUnsoundByte, getEncoding } from "./encoding.js";
import { EncodingWatch } from "./encoding-watch.js";

const utf8 = getEncoding("utf-8");
const windows1252 = getEncoding("windows-1252");

describe("getEncoding", () => {
  test("reads and writes what Windows-1252 has and Latin-1 has not", () => {
    const bytes = Buffer.from([0x80, 0x8a, 0x93, 0x94, 0x99, 0x9f, 0xe4, 0x2d, 0x41]);
    const text = "\u20ac\u0160\u201c\u201d\u2122\u0178\u00e4-A";
    expect(windows1252.decode(bytes)).toBe(text);
    expect(windows1252.encode(text)).toEqual(Uint8Array.from(bytes));
    expect(windows1252.encode("\u5317")).toBeUndefined();
  });

  test("reads back every byte that Windows-1252 defines", () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).filter((byte) =>
      windows1252.isValid(Uint8Array.of(byte)),
    );
    expect(bytes).toHaveLength(251);
    expect(windows1252.encode(windows1252.decode(Buffer.from(bytes)))).toEqual(Uint8Array.from(bytes));
  });
});

describe("findUnsoundByte", () => {
  test.each([
    ["a\u00fc\u20ac\u{1f600}", []],
    ["a\u00fc", [0xff]],
    ["\u20ac", [0xc0, 0x80]],
    ["", [0xed, 0xa0, 0x80]],
    ["abc", [0xe2, 0x82]],
  ])("stops behind %j", (sound, unsound) => {
    const bytes = Buffer.concat([Buffer.from(sound), Buffer.from(unsound)]);
    expect(findUnsoundByte(utf8, bytes)).toBe(Buffer.byteLength(sound));
  });
});

describe("EncodingWatch", () => {
  test("sees a character whole that comes byte by byte", () => {
    const watch = new EncodingWatch(utf8);
    for (const byte of Buffer.from("\u{1f600}\u20ac\u00fc")) watch.append(Uint8Array.of(byte));
    watch.end();
    expect(watch.suspicious).toBe(false);
  });

  test.each([
    ["a continuation without a beginning", [0x80]],
    ["a beginning without its end", [0xf0, 0x9f]],
    ["a beginning inside a character", [0xe2, 0xe2, 0x82, 0xac]],
    ["five bytes", [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ])("suspects %s, however it is cut", (_what, bytes) => {
    const whole = new EncodingWatch(utf8);
    whole.append(Uint8Array.from(bytes));
    whole.end();
    const cut = new EncodingWatch(utf8);
    for (const byte of bytes) cut.append(Uint8Array.of(byte));
    cut.end();
    expect([whole.suspicious, cut.suspicious]).toEqual([true, true]);
  });
});
