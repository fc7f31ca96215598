import { HIGH_BYTE } from "../record/byte-kind.js";
import type { CellWalk, WalkedCell } from "./cell-walk.js";

/** Walks over the known values of an enumeration or a boolean. */
export function compileValueWalk(
  values: readonly (Uint8Array | undefined)[],
  kinds: Uint8Array,
  walked: WalkedCell,
): CellWalk {
  /** By their first byte, the longest first, so that "GTX Pro" is tried before "GTX". */
  const byFirst: Uint8Array[][] = Array.from({ length: 256 }, () => []);
  const known = values.flatMap((value) => (value !== undefined && isPlain(value, kinds) ? [value] : []));
  for (const value of known.toSorted((a, b) => b.length - a.length)) byFirst[value[0] ?? 0]?.push(value);
  return (bytes, from) => {
    const candidates = byFirst[bytes[from] ?? 0];
    if (candidates === undefined) return -1;
    for (let at = 0; at < candidates.length; at += 1) {
      const value = candidates[at];
      if (value === undefined || !standsAt(value, bytes, from)) continue;
      walked.marks = HIGH_BYTE;
      return from + value.length;
    }
    return -1;
  };
}

/** Whether a value stands in a cell as it is, quoted or not, and is not mere white space. */
function isPlain(value: Uint8Array, kinds: Uint8Array): boolean {
  const first = value[0] ?? 0;
  return first > 0x20 && value.every((byte) => (kinds[byte] ?? 0) <= HIGH_BYTE);
}

function standsAt(value: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < value.length; at += 1) if (value[at] !== bytes[from + at]) return false;
  return true;
}
