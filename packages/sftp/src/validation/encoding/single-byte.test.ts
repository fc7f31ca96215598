import { describe, expect, test } from "vitest";
import { FEED_ENCODINGS } from "../../feed/feed-encoding.js";
import { getEncoding } from "./encoding.js";

const SINGLE_BYTE = FEED_ENCODINGS.filter((name) => !name.startsWith("utf"));
const ALL_BYTES = Array.from({ length: 256 }, (_, byte) => byte);

const soundBytes = (name: (typeof FEED_ENCODINGS)[number]) =>
  ALL_BYTES.filter((byte) => getEncoding(name).isValid(Uint8Array.of(byte)));

const upperHalf = (name: (typeof FEED_ENCODINGS)[number]) =>
  getEncoding(name).decode(Buffer.from(ALL_BYTES.slice(0xa0)));

describe("the single-byte encodings", () => {
  test.each(SINGLE_BYTE)("%s reads back every byte that it defines, each as another character", (name) => {
    const encoding = getEncoding(name);
    const bytes = Buffer.from(soundBytes(name));
    const text = encoding.decode(bytes);
    expect(new Set(text).size).toBe(bytes.length);
    expect(text).not.toMatch(/[\u0080-\u009f\ufffd]/);
    expect(encoding.encode(text)).toEqual(Uint8Array.from(bytes));
  });

  test.each([
    ["windows-1250", 251],
    ["windows-1251", 255],
    ["windows-1252", 251],
    ["windows-1253", 239],
    ["windows-1254", 249],
    ["windows-1257", 244],
    ["iso-8859-1", 224],
    ["iso-8859-2", 224],
    ["iso-8859-5", 224],
    ["iso-8859-7", 221],
    ["iso-8859-9", 224],
    ["iso-8859-15", 224],
  ] as const)("%s defines %i bytes", (name, count) => {
    expect(soundBytes(name)).toHaveLength(count);
  });

  test.each([
    ["iso-8859-2", [0xb1, 0xe6, 0xea, 0xf3], "\u0105\u0107\u0119\u00f3"],
    ["iso-8859-5", [0xbc, 0xde, 0xe1, 0xda], "\u041c\u043e\u0441\u043a"],
    ["iso-8859-7", [0xc1, 0xe8, 0xde], "\u0391\u03b8\u03ae"],
    ["iso-8859-15", [0xa4, 0xbd], "\u20ac\u0153"],
    ["windows-1250", [0x8a, 0xb9, 0xe6], "\u0160\u0105\u0107"],
    ["windows-1251", [0xcc, 0xee, 0xf1, 0xb8], "\u041c\u043e\u0441\u0451"],
    ["windows-1253", [0xc1, 0xe8, 0xde], "\u0391\u03b8\u03ae"],
    ["windows-1254", [0xdd, 0xf0, 0xfe], "\u0130\u011f\u015f"],
  ] as const)("%s has the letters of its languages", (name, bytes, text) => {
    expect(getEncoding(name).decode(Buffer.from(bytes))).toBe(text);
  });

  test("agree with one another where one was made from the other", () => {
    expect(upperHalf("windows-1252")).toBe(upperHalf("iso-8859-1"));
    expect(upperHalf("windows-1254")).toBe(upperHalf("iso-8859-9"));
    const [latin1, latin9] = [[...upperHalf("iso-8859-1")], [...upperHalf("iso-8859-15")]];
    expect(latin1.filter((character, at) => character !== latin9[at])).toHaveLength(8);
  });

  test("have no bytes for letters of other languages", () => {
    expect(getEncoding("iso-8859-2").encode("\u041c")).toBeUndefined();
    expect(getEncoding("iso-8859-1").encode("\u20ac")).toBeUndefined();
  });
});
