import type { Flow } from "./flow.js";

/** A piece of a line: plain text, or text with a role. Whatever text holds, it is text and never markup. */
export type Span =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly link: string; readonly to: string };

export type Words = readonly Span[];

/** What a note is about. Formats may colour it; its title says it in words. */
export type Tone = "good" | "odd" | "bad" | "quiet";

export interface Fact {
  readonly name: string;
  readonly lines: readonly Words[];
}

export interface Section {
  readonly block: "section";
  readonly role: "chapter" | "procedure" | "step";
  readonly anchor?: string | undefined;
  readonly number?: string | undefined;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A part of a page, from which each format is written. */
export type Block =
  | Section
  | { readonly block: "paragraph"; readonly words: Words; readonly isQuiet?: boolean | undefined }
  | { readonly block: "list"; readonly isOrdered: boolean; readonly items: readonly Words[] }
  | {
      readonly block: "table";
      readonly caption: string;
      readonly header: readonly string[];
      readonly rows: readonly (readonly Words[])[];
    }
  | { readonly block: "facts"; readonly facts: readonly Fact[] }
  | {
      readonly block: "note";
      /** What may come of a step, or what came of it. */
      readonly role: "branch" | "record";
      readonly tone: Tone;
      readonly title: string;
      readonly words?: Words | undefined;
      readonly blocks: readonly Block[];
    }
  | { readonly block: "flow"; readonly flow: Flow }
  /** Lines to be filled in with a pen: for paper only. */
  | { readonly block: "blanks"; readonly names: readonly string[] };

/** A page as data: what it says, in order, and nothing about how it looks. */
export interface Page {
  readonly title: string;
  /** Above the title: whose page it is. */
  readonly owner: string;
  /** The version of the guide that the page shows, in full. */
  readonly version?: string | undefined;
  readonly blocks: readonly Block[];
}

/** Parts of a line with the same text between each two. */
export function joinWords(parts: readonly Words[], between: string): Words {
  return parts.flatMap((part, index) => (index === 0 ? part : [between, ...part]));
}

export function paragraph(...words: Words): Block {
  return { block: "paragraph", words };
}

/** Instructions as people follow them. */
export function steps(lines: readonly string[]): Block {
  return { block: "list", isOrdered: true, items: lines.map((line) => [line]) };
}

/** Text on one line: line breaks, and characters that only steer a terminal, are spaces. */
export function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
