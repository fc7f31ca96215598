import type { FeedDeclaration } from "../feed/feed-declaration.js";
import type { FeedDoubt } from "./feed-doubt.js";

interface SourceFacts {
  readonly fileName: string;
  readonly records: number;
  readonly isWhole: boolean;
}

/** Which doubts stand at which part of the declaration; all others stand at its head. */
const PLACES: Readonly<Record<string, readonly FeedDoubt["code"][]>> = {
  fileName: ["file-name-guessed"],
  encoding: ["encoding-guessed", "encoding-unseen"],
  dialect: ["delimiter-ambiguous", "delimiter-unseen", "quote-unseen", "line-ending"],
  preamble: ["preamble-guessed"],
  header: ["header-unsure", "header-unusable"],
  keys: ["key-guessed"],
  trailer: ["trailer-guessed"],
};

/** So much of a comment is shown. */
const LONGEST_LIST = 12;

/** Writes a draft as a module of TypeScript. */
export function writeFeedSource(
  declaration: FeedDeclaration,
  doubts: readonly FeedDoubt[],
  { fileName, records, isWhole }: SourceFacts,
): string {
  const { columns, ...rest } = declaration;
  const placed = new Set(Object.entries(PLACES).flatMap(([part, codes]) => (part in rest ? codes : [])));
  const ofKey = (each: FeedDoubt) => placed.has(each.code);
  const atHead = doubts.filter((each) => !ofKey(each) && each.column === null);
  const lines = [
    'import { defineFeed } from "@spm-ops/sftp";',
    "",
    toComment(
      `Drafted from ${isWhole ? "" : "the start of "}${fileName}, ${records} records. Settle each doubt, then remove it.`,
    ),
    ...atHead.map((each) => toComment(describe(each))),
    `export const ${toIdentifier(declaration.name)} = defineFeed({`,
    ...Object.entries(rest).flatMap(([part, value]) => {
      const own = doubts.filter(({ code }) => PLACES[part]?.includes(code));
      const property = `${part}: ${toCode(value)},`;
      return [...own.map((each) => toComment(describe(each))), property].map((line) => `  ${line}`);
    }),
    "  columns: {",
    ...Object.entries(columns).flatMap(([name, { type, required, ...rules }]) => {
      const own = doubts.filter((each) => each.column === name && !ofKey(each));
      const column = { type, ...(required === true ? { required } : {}), ...rules };
      return [...own.map((each) => toComment(describe(each))), `${toKey(name)}: ${toCode(column)},`].map(
        (line) => `    ${line}`,
      );
    }),
    "  },",
    "});",
    "",
  ];
  return lines.join("\n");
}

function describe({ code, message, alternatives }: FeedDoubt): string {
  const shown = alternatives.slice(0, LONGEST_LIST).join(", ");
  const more = alternatives.length > LONGEST_LIST ? ", …" : "";
  return `DOUBT ${code}: ${message}${shown === "" ? "" : ` (${shown}${more})`}`;
}

/** One line, whatever the file holds: nothing of it may end the comment and become code. */
function toComment(text: string): string {
  return `// ${text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")}`;
}

function toIdentifier(name: string): string {
  const camel = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return `${/^\d/.test(camel) ? "feed" : ""}${camel}Feed`;
}

function toKey(name: string): string {
  // A plain `__proto__` in a literal would name the prototype.
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_]\w*$/.test(name) ? name : toText(name);
}

function toCode(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCode).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).filter(([, part]) => part !== undefined);
    return `{ ${parts.map(([key, part]) => `${toKey(key)}: ${toCode(part)}`).join(", ")} }`;
  }
  return typeof value === "string" ? toText(value) : JSON.stringify(value);
}

/** A literal in which nothing invisible hides. */
function toText(text: string): string {
  return JSON.stringify(text).replace(
    /[\p{Cf}\p{Zl}\p{Zp}\u00a0\u202f]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
