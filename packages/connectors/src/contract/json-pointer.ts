import { z } from "zod";

/** A pointer into a JSON document (RFC 6901); here a part `*` stands for each entry of a list. */
export const jsonPointer = z
  .string()
  .regex(/^(?:\/(?:[^/~]|~[01])*)+$/, "must be a JSON pointer, as /result/state or /steps/*/error");

/** The values to which a pointer leads: none, one, or with `*` as many as there are. */
export function readPointer(document: unknown, pointer: string): readonly unknown[] {
  let values: readonly unknown[] = [document];
  for (const part of toParts(pointer)) values = values.flatMap((value) => below(value, part));
  return values;
}

/** The parts of a pointer, without its escapes. */
export function toParts(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function below(value: unknown, part: string): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (part === "*") return Array.isArray(value) ? value : [];
  return Object.hasOwn(value, part) ? [Reflect.get(value, part)] : [];
}
