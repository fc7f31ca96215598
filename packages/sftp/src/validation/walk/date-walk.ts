import { toDateOrder } from "../../feed/date-format.js";
import { type DateRules, toDayNumber } from "../column/date-check.js";
import { toByte } from "../record/byte-kind.js";
import { type Code, get, giveBack, i32, inOrder, set, setGlobal, when } from "./assembly/instruction.js";
import type { FunctionBody } from "./assembly/module.js";
import { DAYS_AT, GLOBAL } from "./walk-memory.js";

const [from, digit, year, month, day] = [0, 1, 2, 3, 4];
const FAIL = giveBack(i32.of(-1));
const ZERO = 0x30;

/** Compiles the walk over days of a fixed format; `undefined` when a cell of that format could hold one of some bytes. */
export function emitDateWalk(rules: DateRules, excluded: readonly number[]): FunctionBody | undefined {
  const order = toDateOrder(rules.format);
  if (order === undefined || order.fixed.some(({ character }) => excluded.includes(toByte(character)))) {
    return undefined;
  }
  return {
    parameters: 1,
    words: 4,
    longs: 0,
    code: inOrder(
      ...order.fixed.map(({ at, character }) =>
        when(i32.notEqual(i32.loadByte(get(from), at), i32.of(toByte(character))), FAIL),
      ),
      readDigits(year, order.year, 4),
      readDigits(month, order.month, 2),
      readDigits(day, order.day, 2),
      checkDay,
      checkLimits(rules),
      setGlobal(GLOBAL.marks, i32.of(0)),
      i32.add(get(from), i32.of(order.width)),
    ),
  };
}

function readDigits(into: number, offset: number, count: number): Code {
  const places = Array.from({ length: count }, (_, place) => place);
  return inOrder(
    ...places.map((place) =>
      inOrder(
        set(digit, i32.subtract(i32.loadByte(get(from), offset + place), i32.of(ZERO))),
        when(i32.isAboveUnsigned(get(digit), i32.of(9)), FAIL),
        set(into, i32.add(i32.multiply(get(into), i32.of(10)), get(digit))),
      ),
    ),
  );
}

/** The calendar has the day; of 29 February nothing is said but in years that four divides and a hundred does not. */
const checkDay = inOrder(
  when(i32.isZero(get(year)), FAIL),
  when(i32.isAboveUnsigned(i32.subtract(get(month), i32.of(1)), i32.of(11)), FAIL),
  when(i32.isZero(get(day)), FAIL),
  when(
    i32.isAbove(get(day), i32.loadByte(get(month), DAYS_AT - 1)),
    when(
      i32.or(
        i32.notEqual(i32.add(i32.multiply(get(month), i32.of(100)), get(day)), i32.of(229)),
        i32.or(i32.remainder(get(year), i32.of(4)), i32.isZero(i32.remainder(get(year), i32.of(100)))),
      ),
      FAIL,
    ),
  ),
);

function checkLimits({ min, max }: DateRules): Code {
  const number = i32.add(
    i32.add(i32.multiply(get(year), i32.of(10_000)), i32.multiply(get(month), i32.of(100))),
    get(day),
  );
  return inOrder(
    min === undefined ? [] : when(i32.isBelow(number, i32.of(toDayNumber(min) ?? 0)), FAIL),
    max === undefined ? [] : when(i32.isAbove(number, i32.of(toDayNumber(max) ?? 0)), FAIL),
  );
}
