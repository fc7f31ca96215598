import { inspect } from "node:util";
import { toJsonValue } from "./json.js";
import type { Redactor } from "./redact.js";

/** More than a console would print of a value, in one line. */
const EVERYTHING = {
  depth: 8,
  maxArrayLength: 10_000,
  maxStringLength: Number.POSITIVE_INFINITY,
  breakLength: Number.POSITIVE_INFINITY,
  customInspect: false,
};

/**
 * Takes secrets out of an error before it is shown to anybody: of its message, its stack, its causes, and whatever else
 * it carries, such as the headers of a request.
 *
 * The error stays the one it was, with its class and its code, so that callers still act on it. What it carries is
 * replaced and never changed, for it may be in use elsewhere; what cannot be cleaned is blanked as a whole.
 */
export function redactError(error: unknown, redactor: Redactor): void {
  redactErrors(error, redactor, new Set());
}

/** Makes calls whose errors hold no secret, of calls whose errors may. */
export function createErrorRedaction(redactor: Redactor) {
  return <Parameters extends readonly unknown[], Result>(call: (...given: Parameters) => Promise<Result>) =>
    async (...given: Parameters): Promise<Result> => {
      try {
        return await call(...given);
      } catch (error) {
        redactError(error, redactor);
        throw error;
      }
    };
}

function redactErrors(error: unknown, redactor: Redactor, seen: Set<Error>): void {
  if (!(error instanceof Error) || seen.has(error)) return;
  seen.add(error);
  // An error of the platform has its message from its prototype.
  for (const key of new Set<string | symbol>(["message", "stack", ...Reflect.ownKeys(error)])) {
    const value: unknown = Reflect.get(error, key);
    const clean = redactValue(value, redactor, seen);
    if (clean === value) continue;
    const { enumerable = false } = Reflect.getOwnPropertyDescriptor(error, key) ?? {};
    Reflect.defineProperty(error, key, { value: clean, enumerable, writable: true, configurable: true });
  }
}

function redactValue(value: unknown, redactor: Redactor, seen: Set<Error>): unknown {
  if (typeof value === "string") return redactor.text(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) {
    redactErrors(value, redactor, seen);
    return value;
  }
  if (Array.isArray(value) && value.some((each) => each instanceof Error))
    return value.map((each) => redactValue(each, redactor, seen));
  const shown = inspect(value, EVERYTHING);
  if (redactor.text(shown) === shown) return value;
  try {
    return redactor.json(toJsonValue(value));
  } catch {
    return redactor.text(shown);
  }
}
