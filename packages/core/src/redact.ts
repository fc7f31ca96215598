import type { JsonValue } from "./json.js";

/** Takes secrets out of whatever is about to be kept or shown. */
export interface Redactor {
  /** Makes a value known as secret, in each form in which it travels: plain, URL-encoded, base64. */
  addSecret(value: string): void;
  text(text: string): string;
  json(value: JsonValue): JsonValue;
}

const MASK = "[redacted]";

/** Shorter values would blank out half of any text; refuse such secrets where they are chosen. */
const SHORTEST_SECRET = 4;

/** Keys whose values are secret whoever wrote them. */
const SECRET_KEY =
  /^(authorization|cookie|set-cookie|password|passphrase|secret|token(value)?|api[-_]?key|private[-_]?key)$/i;

/** Creates a redactor that knows no secret yet but blanks the values of keys that name one. */
export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;

  const text = (value: string) => (pattern === undefined ? value : value.replace(pattern, MASK));

  const json = (value: JsonValue): JsonValue => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        text(key),
        SECRET_KEY.test(key) && inner !== null ? MASK : json(inner),
      ]),
    );
  };

  return {
    addSecret(value) {
      if (value.length < SHORTEST_SECRET) return;
      const base64 = Buffer.from(value, "utf8").toString("base64");
      for (const form of [value, encodeURIComponent(value), base64, base64.replace(/=+$/, "")])
        forms.add(form);
      // Longest first, so that a form inside another leaves no remainder behind.
      const longestFirst = [...forms].sort((a, b) => b.length - a.length);
      pattern = new RegExp(
        longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"),
        "g",
      );
    },
    text,
    json,
  };
}
