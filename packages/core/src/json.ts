import { z } from "zod";
import { SpmError } from "./spm-error.js";

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A value that was checked to be JSON when it was written; reading it again need not look inside. */
export const jsonSchema = z.custom<JsonValue>((value) => value !== undefined, "a JSON value is missing");

/**
 * A value as JSON, or SpmError `json.invalid` with the path of the first part that is none.
 *
 * Keys whose value is `undefined` are left out, as JSON itself does; everything else that JSON would bend in
 * silence (dates, maps, NaN, big integers, class instances) is refused.
 */
export function toJsonValue(value: unknown, path = "$"): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) {
    // Not `map`, which would leave the holes of an array as they are.
    return Array.from(value, (item: unknown, index) => toJsonValue(item, `${path}[${index}]`));
  }
  if (isPlainObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(([key, inner]) => [key, toJsonValue(inner, `${path}.${key}`)]),
    );
  }
  throw new SpmError("json.invalid", `The value at ${path} cannot be kept as JSON: ${describe(value)}.`, {
    path,
  });
}

/**
 * The one text of a JSON value, so that equal values have equal digests (RFC 8785: keys in UTF-16 order, no spaces).
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  // Without a rule of its own, `sort` compares texts by UTF-16 units.
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(",")}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function describe(value: unknown): string {
  if (value === undefined) return "undefined (write null for nothing)";
  if (typeof value === "number") return String(value);
  if (typeof value === "object" && value !== null)
    return `an instance of ${value.constructor?.name ?? "a class"}`;
  return `a ${typeof value}`;
}
