/** Text that is safe to send as HTML: everything in it was escaped, or vouched for with {@link raw}. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template. Nothing and `false` are left out; lists are joined. */
export type HtmlPart = Html | string | number | bigint | null | undefined | false | readonly HtmlPart[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Every piece of markup that was made here; a look-alike from parsed JSON is not among them. */
const vouched = new WeakSet<object>();

/**
 * Builds HTML from a template. Whatever is put in is escaped, for text and for quoted attributes; markup made by
 * `html` or {@link raw} is not.
 *
 * @example
 * html`<td title="${name}">${rows.map((row) => html`<b>${row}</b>`)}</td>`
 */
export function html(template: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return raw(template.reduce((markup, text, index) => markup + toMarkup(parts[index - 1]) + text));
}

/** Vouches for markup: only for text of our own, such as a chart or a style sheet, never for what came from outside. */
export function raw(markup: string): Html {
  const made: Html = Object.freeze({ markup });
  vouched.add(made);
  return made;
}

function toMarkup(part: HtmlPart): string {
  if (part === null || part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(toMarkup).join("");
  if (typeof part === "object")
    return vouched.has(part) && "markup" in part ? part.markup : escapeHtml(String(part));
  return escapeHtml(String(part));
}

/** Text as it may stand in HTML and SVG, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
