import { hash } from "node:crypto";

/** The namespace of all ids that are derived here; it was drawn once and never changes. */
const NAMESPACE = Buffer.from("8f0a3c1e5b7d4e62a9c46d1f2b8e7a05", "hex");

/**
 * A UUID that the parts decide, and nothing else: version 5 of RFC 9562, by SHA-1 over a namespace and a name.
 *
 * Parts are kept apart, so that no two lists of them are one.
 */
export function derivedUuid(parts: readonly string[]): string {
  const name = Buffer.from(JSON.stringify(parts), "utf8");
  const bytes = hash("sha1", Buffer.concat([NAMESPACE, name]), "buffer").subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const digits = bytes.toString("hex");
  const cuts = [0, 8, 12, 16, 20, 32] as const;
  return cuts
    .slice(1)
    .map((end, place) => digits.slice(cuts[place], end))
    .join("-");
}
