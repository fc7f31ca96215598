import { MARK } from "../record/cell-scan.js";
import { type Code, get, giveBack, i32, i64, inOrder, setGlobal, when } from "./assembly/instruction.js";
import type { FunctionBody } from "./assembly/module.js";
import { KIND } from "./walk-kind.js";
import { GLOBAL } from "./walk-memory.js";

/** More values are found sooner by their hash. */
const MOST_VALUES = 32;
const MOST_BYTES = 64;
const from = 0;

/** Compiles the walk over a few known values; `undefined` when there are too many, or one is too long. */
export function emitValueWalk(
  values: readonly (Uint8Array | undefined)[],
  kinds: Uint8Array,
): FunctionBody | undefined {
  const known = values.flatMap((value) => (value !== undefined && isPlain(value, kinds) ? [value] : []));
  if (known.length > MOST_VALUES || known.some(({ length }) => length > MOST_BYTES)) return undefined;
  // The longest first, so that "GTX Pro" is tried before "GTX".
  const inTurn = known.toSorted((a, b) => b.length - a.length);
  return {
    parameters: 1,
    words: 0,
    longs: 0,
    code: inOrder(
      setGlobal(GLOBAL.marks, i32.of(MARK.high)),
      ...inTurn.map((value) =>
        when(standsHere(Buffer.from(value)), giveBack(i32.add(get(from), i32.of(value.length)))),
      ),
      i32.of(-1),
    ),
  };
}

/** Whether a value stands in a cell as it is, quoted or not, and is not mere white space. */
function isPlain(value: Uint8Array, kinds: Uint8Array): boolean {
  const first = value[0] ?? 0;
  const isText = (byte: number) => {
    const kind = kinds[byte] ?? 0;
    return kind <= KIND.plus || (kind === KIND.care && byte >= 0x80);
  };
  return first > 0x20 && value.every(isText);
}

/** Compares 8, 4, 2 and 1 bytes at a time. */
function standsHere(value: Buffer): Code {
  const comparisons: Code[] = [];
  let at = 0;
  for (; value.length - at >= 8; at += 8) {
    comparisons.push(i64.notEqual(i64.load(get(from), at), i64.of(value.readBigInt64LE(at))));
  }
  for (; value.length - at >= 4; at += 4) {
    comparisons.push(i32.notEqual(i32.load(get(from), at), i32.of(value.readInt32LE(at))));
  }
  for (; value.length - at >= 2; at += 2) {
    comparisons.push(i32.notEqual(i32.loadTwoBytes(get(from), at), i32.of(value.readUInt16LE(at))));
  }
  for (; at < value.length; at += 1) {
    comparisons.push(i32.notEqual(i32.loadByte(get(from), at), i32.of(value[at] ?? 0)));
  }
  return i32.isZero(comparisons.reduce((all, one) => i32.or(all, one)));
}
