import type { JsonValue } from "./json.js";
import { secretForms } from "./secret-forms.js";

/** Takes secrets out of whatever is about to be kept or shown. */
export interface Redactor {
  /**
   * Makes a value known as secret, in each form in which it travels: plain, escaped for JSON, HTML and web addresses,
   * in base64 of both alphabets, alone or inside a longer text.
   */
  addSecret(value: string): void;
  text(text: string): string;
  json(value: JsonValue): JsonValue;
  /**
   * Bytes without the secrets that are known when they are first asked for, in UTF-8 and in UTF-16 as Windows writes it.
   * How the bytes are cut into pieces makes no difference, and no more than a piece is held. It does not look into what
   * is compressed or encrypted.
   */
  bytes(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
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
      for (const form of secretForms(value)) forms.add(form);
      pattern = patternOf(forms);
    },
    text,
    json,
    bytes: (source) => redactBytes(source, forms),
  };
}

function patternOf(forms: Iterable<string>): RegExp {
  // Longest first, so that a form inside another leaves no remainder behind.
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}

/** Looks for the bytes of the forms as Latin-1, in which each byte is one character. */
async function* redactBytes(
  source: AsyncIterable<Uint8Array>,
  forms: ReadonlySet<string>,
): AsyncIterable<Uint8Array> {
  const masks = new Map(
    [...forms].flatMap((form) =>
      (["utf8", "utf16le"] as const).map((encoding) => [toLatin1(form, encoding), toLatin1(MASK, encoding)]),
    ),
  );
  if (masks.size === 0) return yield* source;
  const pattern = patternOf(masks.keys());
  const longest = Math.max(...[...masks.keys()].map((form) => form.length));

  /** What is certain of a text: at each of its first places the longest form would be seen whole. */
  const redact = (text: string, certain: number) => {
    let done = 0;
    let clean = "";
    for (const { 0: form, index } of text.matchAll(pattern)) {
      if (index >= certain) break;
      clean += text.slice(done, index) + masks.get(form);
      done = index + form.length;
    }
    const until = Math.max(done, certain);
    return { clean: Buffer.from(clean + text.slice(done, until), "latin1"), rest: text.slice(until) };
  };

  let held = "";
  for await (const bytes of source) {
    const text = held + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    const { clean, rest } = redact(text, Math.max(0, text.length - longest + 1));
    held = rest;
    if (clean.length > 0) yield clean;
  }
  const { clean } = redact(held, held.length);
  if (clean.length > 0) yield clean;
}

function toLatin1(text: string, encoding: "utf8" | "utf16le"): string {
  return Buffer.from(text, encoding).toString("latin1");
}
