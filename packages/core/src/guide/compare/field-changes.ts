import { canonicalJson, type JsonValue } from "../../json.js";
import { toEditScript } from "./edit-script.js";
import type { FieldChange, LineChange } from "./guide-change.js";

type JsonObject = Readonly<Record<string, JsonValue>>;

/** Lists whose order says nothing: of a JSON Schema, of a procedure, of who signs, of a calendar. */
const UNORDERED = new Set([
  ...["required", "enum", "controls", "by", "notSameAs"],
  ...["workingWeekdays", "longYears"],
]);

/** The fields in which two values differ: objects field by field, instructions line by line, all else as a whole. */
export function toFieldChanges(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path = "",
): readonly FieldChange[] {
  const name = path.split(".").at(-1) ?? "";
  if (name === "instructions" && isLines(before) && isLines(after)) return toLineChanges(path, before, after);
  if (isObject(before ?? after) && isObject(before ?? {}) && isObject(after ?? {})) {
    const [old, current] = [asObject(before), asObject(after)];
    const names = [...new Set([...Object.keys(old), ...Object.keys(current)])].sort();
    return names.flatMap((key) => toFieldChanges(field(old, key), field(current, key), join(path, key)));
  }
  return textOf(before, name) === textOf(after, name) ? [] : [{ field: path, before, after }];
}

function toLineChanges(
  path: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): readonly FieldChange[] {
  const lines = toEditScript(linesOf(before), linesOf(after)).flatMap(
    ({ change, item, index }): LineChange[] =>
      change === "kept" ? [] : [{ change, line: index + 1, text: item }],
  );
  return lines.length === 0 ? [] : [{ field: path, lines }];
}

function isLines(value: JsonValue | undefined): boolean {
  return value === undefined || Array.isArray(value);
}

function linesOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function textOf(value: JsonValue | undefined, name: string): string | undefined {
  if (value === undefined) return undefined;
  if (!UNORDERED.has(name) || !Array.isArray(value)) return canonicalJson(value);
  return value.map(canonicalJson).sort().join();
}

function field(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
