import type { z } from "zod";

/** An object of a resource. */
export type Row = Record<string, z.core.util.JSONType>;

/** Whether an object is met, by what stands at the paths of its fields. */
export type Filter = (valueAt: (path: string) => unknown) => boolean;

/** Reads the vendor's filter language; nothing when the text is none of it. */
export function parseFilter(text: string): Filter | undefined {
  const tokens = toTokens(text.trim());
  const filter = tokens && readEither(tokens);
  return tokens?.length === 0 ? filter : undefined;
}

function toTokens(text: string): string[] | undefined {
  const token = /\s*('[^']*'|[()]|[^\s()']+)/y;
  const tokens: string[] = [];
  while (token.lastIndex < text.length) {
    const [, read] = token.exec(text) ?? [];
    if (read === undefined) return undefined;
    tokens.push(read);
  }
  return tokens;
}

/** `a or b`; takes what it reads. */
function readEither(tokens: string[]): Filter | undefined {
  const parts = readChain(tokens, "or", readAll);
  return parts && ((valueAt) => parts.some((part) => part(valueAt)));
}

/** `a and b`. */
function readAll(tokens: string[]): Filter | undefined {
  const parts = readChain(tokens, "and", readTerm);
  return parts && ((valueAt) => parts.every((part) => part(valueAt)));
}

function readChain(
  tokens: string[],
  word: string,
  readPart: (tokens: string[]) => Filter | undefined,
): readonly Filter[] | undefined {
  const parts: Filter[] = [];
  do {
    const part = readPart(tokens);
    if (part === undefined) return undefined;
    parts.push(part);
  } while (tokens[0] === word && tokens.shift() !== undefined);
  return parts;
}

/** `(…)` or `path eq 'value'`. */
function readTerm(tokens: string[]): Filter | undefined {
  if (tokens[0] === "(") {
    tokens.shift();
    const inner = readEither(tokens);
    return tokens.shift() === ")" ? inner : undefined;
  }
  const [path, operator, literal] = tokens.splice(0, 3);
  const test = operator === undefined ? undefined : OPERATORS[operator];
  if (path === undefined || literal === undefined || test === undefined || /^['()]/.test(path))
    return undefined;
  return (valueAt) => test(compare(valueAt(path), literal));
}

/** What a comparison says: below zero, zero, above zero, or nothing when the two cannot be compared. */
type Comparison = number | undefined;

const OPERATORS: Readonly<Record<string, (comparison: Comparison) => boolean>> = {
  eq: (comparison) => comparison === 0,
  ne: (comparison) => comparison !== 0,
  gt: (comparison = 0) => comparison > 0,
  ge: (comparison = -1) => comparison >= 0,
  lt: (comparison = 0) => comparison < 0,
  le: (comparison = 1) => comparison <= 0,
};

function compare(value: unknown, literal: string): Comparison {
  if (!literal.startsWith("'")) {
    if (literal === "true" || literal === "false") return value === (literal === "true") ? 0 : undefined;
    return difference(Date.parse(String(value)), Date.parse(literal));
  }
  const text = literal.slice(1, -1);
  if (text === "null") return value === null || value === undefined ? 0 : undefined;
  const [, integer] = /^(-?\d+) integer$/.exec(text) ?? [];
  if (integer !== undefined) return difference(Number(value), Number(integer));
  if (value === null || value === undefined) return undefined;
  if (text.includes("*")) {
    const parts = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s").test(String(value)) ? 0 : undefined;
  }
  const own = String(value);
  return own === text ? 0 : own < text ? -1 : 1;
}

function difference(one: number, other: number): Comparison {
  return Number.isNaN(one - other) ? undefined : one - other;
}
