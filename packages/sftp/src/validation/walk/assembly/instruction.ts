/** A piece of WebAssembly: the bytes of its instructions and the pieces in it, in the order in which they are performed. */
export type Code = readonly (number | Code)[];

/** A variable of a function by its number; parameters come first. */
export type Local = number;

/** Puts pieces one behind the other. */
export function inOrder(...pieces: readonly Code[]): Code {
  return pieces;
}

/** The bytes of a piece and of all pieces in it. */
export function toBytes(code: Code): number[] {
  const bytes: number[] = [];
  const add = (piece: Code) => {
    for (const each of piece) {
      if (typeof each === "number") bytes.push(each);
      else add(each);
    }
  };
  add(code);
  return bytes;
}

/** A number as LEB128, as all numbers of the format are written. */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest === 0 ? low : low + 128);
    if (rest === 0) return bytes;
  }
}

function signed(value: bigint): Code {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = Number(rest & 127n);
    rest >>= 7n;
    const ends = (rest === 0n && low < 64) || (rest === -1n && low >= 64);
    bytes.push(ends ? low : low + 128);
    if (ends) return bytes;
  }
}

type Operation = (left: Code, right: Code) => Code;

const operation =
  (code: number): Operation =>
  (left, right) => [left, right, code];

const load =
  (code: number) =>
  (address: Code, offset = 0): Code => [address, code, 0, unsigned(offset)];

const store =
  (code: number) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, code, 0, unsigned(offset)];

/** Whole numbers of 32 bits, as which addresses and truths are kept too. */
export const i32 = {
  type: 0x7f,
  of: (value: number): Code => [0x41, signed(BigInt(value))],
  isZero: (value: Code): Code => [value, 0x45],
  equal: operation(0x46),
  notEqual: operation(0x47),
  isBelow: operation(0x48),
  /** Both read as numbers without a sign. */
  isBelowUnsigned: operation(0x49),
  isAbove: operation(0x4a),
  isAboveUnsigned: operation(0x4b),
  isAtLeast: operation(0x4e),
  add: operation(0x6a),
  subtract: operation(0x6b),
  multiply: operation(0x6c),
  remainder: operation(0x70),
  and: operation(0x71),
  or: operation(0x72),
  load: load(0x28),
  loadByte: load(0x2d),
  loadTwoBytes: load(0x2f),
  store: store(0x36),
} as const;

/** Whole numbers of 64 bits. */
export const i64 = {
  type: 0x7e,
  of: (value: bigint): Code => [0x42, signed(value)],
  notEqual: operation(0x52),
  isBelow: operation(0x53),
  isAbove: operation(0x55),
  add: operation(0x7c),
  subtract: operation(0x7d),
  multiply: operation(0x7e),
  fromUnsigned: (value: Code): Code => [value, 0xad],
  load: load(0x29),
  store: store(0x37),
} as const;

/** Floats of 64 bits, which hold whole numbers of 15 digits exactly. */
export const f64 = {
  fromLong: (value: Code): Code => [value, 0xb9],
  store: store(0x39),
} as const;

export const get = (local: Local): Code => [0x20, unsigned(local)];
export const set = (local: Local, value: Code): Code => [value, 0x21, unsigned(local)];
export const getGlobal = (global: number): Code => [0x23, unsigned(global)];
export const setGlobal = (global: number, value: Code): Code => [value, 0x24, unsigned(global)];
export const call = (functionIndex: number, ...values: readonly Code[]): Code => [
  values,
  0x10,
  unsigned(functionIndex),
];
export const giveBack = (value: Code): Code => [value, 0x0f];

const NO_RESULT = 0x40;

/** Performs code if a condition holds, else other code. */
export function when(condition: Code, then: Code, otherwise?: Code): Code {
  const tail = otherwise === undefined ? [] : [0x05, otherwise];
  return [condition, 0x04, NO_RESULT, then, tail, 0x0b];
}

/** Performs code once, and once more whenever it comes to `again`. */
export function repeat(body: Code): Code {
  return [0x03, NO_RESULT, body, 0x0b];
}

/** Goes back to the start of the `repeat` around it; `depth` counts the `when`s in between. */
export const again = (depth: number): Code => [0x0c, unsigned(depth)];
