import type { JsonValue } from "../../json.js";
import type { Words } from "./page.js";

/** What a run of a procedure has to be given, a line for each property of its JSON Schema; none when it needs nothing. */
export function describeInput(schema: JsonValue): readonly Words[] {
  const required = asList(at(schema, "required"));
  return Object.entries(asObject(at(schema, "properties"))).map(([name, property]) => {
    const kind = asText(at(property, "format")) ?? asText(at(property, "type"));
    const marks = [kind, required.includes(name) ? undefined : "optional"].filter(
      (mark) => mark !== undefined,
    );
    const description = asText(at(property, "description"));
    return [
      { code: name },
      ...(marks.length === 0 ? [] : [` (${marks.join(", ")})`]),
      ...(description === undefined ? [] : [` – ${description}`]),
    ];
  });
}

function at(value: JsonValue | undefined, key: string): JsonValue | undefined {
  const object = asObject(value);
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function asObject(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  return typeof value === "object" && value !== null && !isList(value) ? value : {};
}

function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return value !== undefined && isList(value) ? value : [];
}

function asText(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
