import type { TextColumn } from "../../feed/column.js";
import { MARK } from "../record/cell-scan.js";
import {
  again,
  type Code,
  get,
  giveBack,
  i32,
  inOrder,
  repeat,
  set,
  setGlobal,
  when,
} from "./assembly/instruction.js";
import type { FunctionBody } from "./assembly/module.js";
import { KIND } from "./walk-kind.js";
import { GLOBAL, KINDS_AT, QUOTED_KINDS_AT } from "./walk-memory.js";

/** How the end of a text is found. */
export interface TextReading {
  /** Whether the cell stands between quotes. */
  readonly quoted: boolean;
  /** -1 for none. */
  readonly quote: number;
  /** Gives up on texts in which something looks like an accident; without it any text of one line is passed. */
  readonly rules?: Pick<TextColumn, "minLength" | "maxLength"> | undefined;
}

const [from, at, kind, marks, plus] = [0, 1, 2, 3, 4];
const FAIL = giveBack(i32.of(-1));
const SPACE = 0x20;
const TAB = 0x09;

/** Compiles the walk over the texts of one line; from the first byte of content to the one behind the last. */
export function emitTextWalk(reading: TextReading): FunctionBody {
  const { quoted, rules } = reading;
  const byteKind = i32.loadByte(i32.loadByte(get(at)), quoted ? QUOTED_KINDS_AT : KINDS_AT);
  return {
    parameters: 1,
    words: 4,
    longs: 0,
    code: inOrder(
      set(at, get(from)),
      repeat(
        inOrder(
          set(kind, byteKind),
          when(i32.isZero(get(kind)), inOrder(step(1), again(1))),
          when(
            i32.isBelow(get(kind), i32.of(KIND.delimiter)),
            inOrder(takeHigh(rules !== undefined), step(1), again(1)),
          ),
          quoted ? goOnInQuotes(reading.quote) : [],
        ),
      ),
      quoted
        ? when(i32.notEqual(get(kind), i32.of(KIND.quote)), FAIL)
        : when(i32.isAbove(get(kind), i32.of(KIND.carriageReturn)), FAIL),
      rules === undefined ? [] : checkText(rules),
      setGlobal(GLOBAL.marks, quoted ? i32.or(get(marks), i32.of(MARK.quoted)) : get(marks)),
      get(at),
    ),
  };
}

/** Between quotes a delimiter is plain, and two quotes are one. */
function goOnInQuotes(quote: number): Code {
  return inOrder(
    when(i32.equal(get(kind), i32.of(KIND.delimiter)), inOrder(step(1), again(1))),
    when(
      i32.equal(get(kind), i32.of(KIND.quote)),
      when(
        i32.equal(i32.loadByte(get(at), 1), i32.of(quote)),
        inOrder(mark(MARK.doubledQuote), step(2), again(2)),
      ),
    ),
  );
}

/** Takes note of what is outside ASCII or a plus; an accident is left to care. */
function takeHigh(checked: boolean): Code {
  const next = i32.loadByte(get(at), 1);
  const isMojibake = i32.or(
    i32.isBelowUnsigned(i32.subtract(next, i32.of(0x82)), i32.of(2)),
    i32.equal(next, i32.of(0xa2)),
  );
  return inOrder(
    when(i32.equal(get(kind), i32.of(KIND.plus)), set(plus, i32.of(1)), mark(MARK.high)),
    checked
      ? inOrder(
          when(i32.equal(get(kind), i32.of(KIND.leadC3)), when(isMojibake, FAIL)),
          when(i32.equal(get(kind), i32.of(KIND.leadE2)), when(i32.equal(next, i32.of(0x80)), FAIL)),
        )
      : [],
  );
}

/** What `findTextDefects` would look at closer, and lengths that are not right beyond doubt. */
function checkText({ minLength = 0, maxLength }: Pick<TextColumn, "minLength" | "maxLength">): Code {
  const length = i32.subtract(get(at), get(from));
  const first = i32.loadByte(get(from));
  const last = i32.loadByte(i32.subtract(get(at), i32.of(1)));
  const isOneOf = (byte: Code, ...values: readonly number[]) =>
    values.map((value) => i32.equal(byte, i32.of(value))).reduce((all, one) => i32.or(all, one));
  const isDigit = i32.isBelowUnsigned(i32.subtract(first, i32.of(0x30)), i32.of(10));
  return inOrder(
    when(i32.equal(get(at), get(from)), FAIL),
    maxLength === undefined ? [] : when(i32.isAbove(length, i32.of(Math.min(maxLength, 2 ** 30))), FAIL),
    minLength > 0
      ? when(i32.or(get(marks), i32.isBelow(length, i32.of(Math.min(minLength, 2 ** 30)))), FAIL)
      : [],
    when(isOneOf(last, SPACE, TAB), FAIL),
    when(
      i32.isBelow(first, i32.of(0x41)),
      inOrder(
        when(isOneOf(first, SPACE, TAB, 0x3d, 0x40, 0x2b, 0x2d), FAIL),
        when(i32.and(get(plus), isDigit), FAIL),
      ),
    ),
  );
}

function step(bytes: number): Code {
  return set(at, i32.add(get(at), i32.of(bytes)));
}

function mark(bits: number): Code {
  return set(marks, i32.or(get(marks), i32.of(bits)));
}
