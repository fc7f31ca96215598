import type { JsonValue } from "../../json.js";
import type { Words } from "./page.js";

/** What a run of a procedure has to be given, a line for each property of its JSON Schema; none when it needs nothing. */
export function describeInput(schema: JsonValue): readonly Words[] {
  const required = asList(at(schema, "required"));
  return Object.entries(asObject(at(schema, "properties"))).map(([name, property]) => {
    return [{ code: name }, ...describeKind(property, required.includes(name) ? [] : ["optional"])];
  });
}

/** What is filled in or told, by its JSON Schema: a line for each property, or one for a value that has none. */
export function describeAnswer(schema: JsonValue): readonly Words[] {
  const fields = describeInput(schema);
  if (fields.length > 0 || kindOf(schema) === "object") return fields;
  return [["a value", ...describeKind(schema, [])]];
}

/** The names of what is to be filled in; of a value without properties one that fits any. */
export function fieldsOf(schema: JsonValue): readonly string[] {
  const names = Object.keys(asObject(at(schema, "properties")));
  return names.length > 0 || kindOf(schema) === "object" ? names : ["Value"];
}

function describeKind(schema: JsonValue, marks: readonly string[]): Words {
  const kind = kindOf(schema);
  const all = kind === undefined ? marks : [kind, ...marks];
  const description = asText(at(schema, "description"));
  return [
    ...(all.length === 0 ? [] : [` (${all.join(", ")})`]),
    ...(description === undefined ? [] : [` – ${description}`]),
  ];
}

function kindOf(schema: JsonValue): string | undefined {
  const choices = asList(at(schema, "enum"));
  if (choices.length > 0) return `one of ${choices.map(String).join(", ")}`;
  return asText(at(schema, "format")) ?? asText(at(schema, "type"));
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
