import { describe, expect, test } from "vitest";
import { sha256 } from "./digest.js";

describe("sha256", () => {
  test("gives the digests that FIPS 180-2 prints for its examples", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  test("takes a text as its UTF-8 bytes", () => {
    expect(sha256("Zoë €")).toBe(sha256(new TextEncoder().encode("Zoë €")));
  });
});
