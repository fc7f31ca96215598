import { VOLUME_MEASURES, type Volume, type VolumeMeasure } from "@spm-ops/core";
import { readPointer } from "./json-pointer.js";
import type { OutcomeState } from "./outcome.js";

/** A state that a word of a vendor can stand for. */
export type ToldState = Exclude<OutcomeState, "refused-busy">;

/** The one text, number or truth value at a pointer, as text; nothing where there is none. */
export function readWord(document: unknown, pointer: string): string | undefined {
  const [value] = readPointer(document, pointer);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** The texts at some pointers, without the empty ones. */
export function readTexts(document: unknown, pointers: readonly string[]): readonly string[] {
  return pointers
    .flatMap((pointer) => readPointer(document, pointer))
    .filter((value) => typeof value === "string")
    .filter((text) => text !== "");
}

/** What is counted at some pointers. Counts that are none stay unknown. */
export function readCounts(
  document: unknown,
  counts: Readonly<Partial<Record<VolumeMeasure, string | undefined>>>,
): Volume {
  const told = VOLUME_MEASURES.flatMap((measure) => {
    const pointer = counts[measure];
    const [value] = pointer === undefined ? [] : readPointer(document, pointer);
    const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? [[measure, count]] : [];
  });
  return Object.fromEntries(told);
}

/** What a told state comes to: a success that tells a problem is none, and one with rejected rows is not a whole one. */
export function concludeState(
  told: ToldState,
  problems: readonly string[],
  { rowsRejected = 0 }: Volume,
): ToldState {
  if (told !== "succeeded") return told;
  if (problems.length > 0) return "unknown";
  return rowsRejected > 0 ? "succeeded-with-rejects" : "succeeded";
}
