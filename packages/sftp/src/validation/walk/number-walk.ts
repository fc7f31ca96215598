import { type NumberRules, SAFE_DIGITS, toLimits } from "../column/number-check.js";
import {
  again,
  type Code,
  get,
  giveBack,
  i32,
  i64,
  inOrder,
  repeat,
  set,
  setGlobal,
  when,
} from "./assembly/instruction.js";
import type { FunctionBody } from "./assembly/module.js";
import { GLOBAL, POWERS_AT } from "./walk-memory.js";

const [from, at, first, point, digit, missing, units] = [0, 1, 2, 3, 4, 5, 6];
const FAIL = giveBack(i32.of(-1));
const MINUS = 0x2d;
const ZERO = 0x30;

/** Compiles the walk over numbers that a float holds exactly. `mark` is the decimal mark, -1 where there can be none. */
export function emitNumberWalk(rules: NumberRules, mark: number): FunctionBody {
  return {
    parameters: 1,
    words: 5,
    longs: 1,
    code: inOrder(
      set(at, get(from)),
      when(i32.equal(i32.loadByte(get(at)), i32.of(MINUS)), step),
      set(first, get(at)),
      repeat(
        inOrder(
          set(digit, i32.subtract(i32.loadByte(get(at)), i32.of(ZERO))),
          when(
            i32.isBelowUnsigned(get(digit), i32.of(10)),
            inOrder(
              set(units, i64.add(i64.multiply(get(units), i64.of(10n)), i64.fromUnsigned(get(digit)))),
              step,
              again(1),
            ),
          ),
          rules.scale > 0 && mark >= 0 ? passMark(mark) : [],
        ),
      ),
      checkDigits(rules.scale),
      set(units, i64.multiply(get(units), i64.load(i32.multiply(get(missing), i32.of(8)), POWERS_AT))),
      when(i32.notEqual(get(first), get(from)), set(units, i64.subtract(i64.of(0n), get(units)))),
      checkLimits(rules),
      setGlobal(GLOBAL.units, get(units)),
      setGlobal(GLOBAL.marks, i32.of(0)),
      get(at),
    ),
  };
}

const step = set(at, i32.add(get(at), i32.of(1)));

function passMark(mark: number): Code {
  const isMark = i32.equal(get(digit), i32.of(mark - ZERO));
  return when(i32.and(isMark, i32.isZero(get(point))), inOrder(set(point, get(at)), step, again(1)));
}

/** Digits before the mark and behind it, not too many; `missing` is how many the scale has more. */
function checkDigits(scale: number): Code {
  const fraction = i32.subtract(i32.subtract(get(at), get(point)), i32.of(1));
  const length = i32.subtract(get(at), get(first));
  return inOrder(
    set(missing, i32.of(scale)),
    // `digit` is free from here on, and counts the digits.
    set(digit, length),
    when(
      get(point),
      inOrder(
        set(digit, i32.subtract(length, i32.of(1))),
        set(missing, i32.subtract(i32.of(scale), fraction)),
        when(i32.equal(get(point), get(first)), FAIL),
        when(i32.isZero(fraction), FAIL),
        when(i32.isBelow(get(missing), i32.of(0)), FAIL),
      ),
    ),
    when(i32.isZero(get(digit)), FAIL),
    when(i32.isAbove(i32.add(get(digit), get(missing)), i32.of(SAFE_DIGITS)), FAIL),
  );
}

function checkLimits(rules: NumberRules): Code {
  const { min, max } = toLimits(rules);
  return inOrder(
    min === undefined ? [] : when(i64.isBelow(get(units), i64.of(toLong(min))), FAIL),
    max === undefined ? [] : when(i64.isAbove(get(units), i64.of(toLong(max))), FAIL),
  );
}

/** A limit that 64 bits can hold; no number of 15 digits is beyond. */
function toLong(limit: number | bigint): bigint {
  const whole = BigInt(limit);
  const most = 10n ** 18n;
  return whole > most ? most : whole < -most ? -most : whole;
}
