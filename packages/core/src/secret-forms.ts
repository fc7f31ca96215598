import { escapeHtml } from "./html.js";

/** Shorter pieces of base64 would stand in any text by chance. */
const SHORTEST_BASE64_PIECE = 8;

/**
 * The forms in which the value of a secret travels: as it is; escaped for JSON, HTML and web addresses; in base64,
 * alone or inside a longer text such as the header of a basic login.
 */
export function secretForms(value: string): ReadonlySet<string> {
  // An odd half of a surrogate pair has no form but itself.
  const wellFormed = Buffer.from(value, "utf8").toString("utf8");
  return new Set([
    value,
    ...jsonForms(value),
    ...htmlForms(value),
    ...percentForms(wellFormed),
    ...base64Forms(Buffer.from(wellFormed, "utf8")),
  ]);
}

function jsonForms(value: string): readonly string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const asAscii = escaped.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return [escaped, asAscii].flatMap((form) => [form, form.replaceAll("/", "\\/")]);
}

function htmlForms(value: string): readonly string[] {
  // Between tags, quotation marks need no escape.
  const betweenTags = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [escapeHtml(value), betweenTags, escapeHtml(value).replaceAll("&#39;", "&#x27;")];
}

function percentForms(value: string): readonly string[] {
  const inPath = encodeURIComponent(value);
  const inForm = new URLSearchParams([["", value]]).toString().slice("=".length);
  const strict = inForm.replaceAll("+", "%20");
  return [inPath, inForm, strict].flatMap((form) => [
    form,
    form.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
  ]);
}

function base64Forms(bytes: Buffer): readonly string[] {
  const whole = bytes.toString("base64");
  const alone = [whole, whole.replace(/=+$/, "")];
  // What stands before it shifts it by 0, 1 or 2 bytes; the characters that it shares with its neighbours are left out.
  const inside = [0, 1, 2]
    .map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
      return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    })
    .filter((piece) => piece.length >= SHORTEST_BASE64_PIECE);
  return [...alone, ...inside].flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}
