import type { JsonValue } from "../../json.js";

const LONGEST_TEXT = 60;
const LONGEST_VALUE = 200;
const MOST_ITEMS = 3;
const MOST_KEYS = 8;
const DEEPEST = 2;

/** A value as JSON that fits on a few lines: long texts, lists and objects are cut, and say how much was left out. */
export function shortenValue(value: JsonValue): string {
  return cutText(shorten(value, DEEPEST), LONGEST_VALUE);
}

/** The beginning of a text, with an ellipsis where something was left out. Keeps whole characters. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const [...characters] = text.slice(0, longest - 1);
  if (/[\uD800-\uDBFF]/.test(characters.at(-1) ?? "") && characters.at(-1)?.length === 1) characters.pop();
  return `${characters.join("")}…`;
}

function shorten(value: JsonValue, depth: number): string {
  if (typeof value === "string") return JSON.stringify(cutText(value, LONGEST_TEXT));
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) {
    if (depth === 0) return `[${value.length} items]`;
    const items = value.slice(0, MOST_ITEMS).map((item) => shorten(item, depth - 1));
    return `[${withRest(items, value.length - MOST_ITEMS).join(", ")}]`;
  }
  const entries = Object.entries(value);
  if (depth === 0) return `{${entries.length} fields}`;
  const fields = entries
    .slice(0, MOST_KEYS)
    .map(([key, inner]) => `${cutText(key, LONGEST_TEXT)}: ${shorten(inner, depth - 1)}`);
  return `{${withRest(fields, entries.length - MOST_KEYS).join(", ")}}`;
}

function withRest(shown: readonly string[], left: number): readonly string[] {
  return left > 0 ? [...shown, `… ${left} more`] : shown;
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
