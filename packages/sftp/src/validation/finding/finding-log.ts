import type { Feed } from "../../feed/feed.js";
import type { Clue } from "./catalogue/clue.js";
import type { FindingDetail, Severity } from "./catalogue/finding-kind.js";
import type { Complaint } from "./complaint.js";
import { type AdvisoryCode, type FindingCode, getFindingKind } from "./finding-codes.js";
import { getFindingPage } from "./finding-page.js";
import { composeHint, composeMessage, type FindingLocale } from "./finding-text.js";
import { getReasonWords } from "./reason-text.js";

/** One thing that a validation has to say about a delivery. Plain JSON. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The data record, counted from 1 without the header; `null` for the header, the trailer and the file itself. */
  readonly record: number | null;
  /** The physical line, counted from 1, on which the cell begins. */
  readonly line: number | null;
  readonly column: string | null;
  /** Where the cell, or the wrong byte, stands in the file, counted from 0. */
  readonly byteOffset: number | null;
  /** The cell's text: shortened, with control characters made visible, and hidden for sensitive columns. */
  readonly value: string | null;
  /** What the finding knows besides, as the message says it. */
  readonly detail: FindingDetail | null;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** What the value tells about the cause, when the hint says that. */
  readonly clue: Clue | null;
  /** Where the code is explained, from the root of the project: `docs/findings/keys.md#key-duplicate`. */
  readonly docs: string;
}

/** How often something was found; exact, however few of the findings are kept. */
export interface FindingCount {
  readonly code: FindingCode;
  readonly column: string | null;
  readonly severity: Severity;
  readonly count: number;
}

/** Where something was found. */
export interface FindingPlace {
  readonly record?: number | undefined;
  readonly line?: number | undefined;
  readonly byteOffset?: number | undefined;
  readonly value?: string | undefined;
}

interface Entry {
  readonly code: FindingCode;
  readonly column: string | null;
  readonly severity: Severity;
  count: number;
}

/** So many findings are kept for each code and column; the rest is only counted. */
const KEPT_FINDINGS = 20;

const HIDDEN = "[hidden]";
const LONGEST_VALUE = 60;

/** Counts every finding and keeps the first few of each kind. */
export class FindingLog {
  readonly findings: Finding[] = [];
  readonly locale: FindingLocale;
  readonly #entries = new Map<string, Entry>();
  readonly #feed: Feed;

  constructor(feed: Feed, locale: FindingLocale) {
    this.#feed = feed;
    this.locale = locale;
  }

  /** How bad a complaint is in this feed. */
  severityOf({ code, severity }: Complaint): Severity | "off" {
    return severity ?? this.#feed.advisories[code as AdvisoryCode] ?? getFindingKind(code).severity;
  }

  /** Counts a complaint, and asks for its place only when it is kept. Returns its severity. */
  add(complaint: Complaint, column: string | null, place: () => FindingPlace): Severity | "off" {
    const severity = this.severityOf(complaint);
    if (severity === "off") return severity;
    const key = `${complaint.code}\n${severity}\n${column ?? ""}`;
    const entry = this.#entries.get(key) ?? { code: complaint.code, column, severity, count: 0 };
    if (entry.count === 0) this.#entries.set(key, entry);
    entry.count += 1;
    if (entry.count <= KEPT_FINDINGS) this.findings.push(this.#toFinding(complaint, entry, place()));
    return severity;
  }

  /** Exact counts: errors first, then the most frequent. */
  summary(): readonly FindingCount[] {
    const order: readonly Severity[] = ["error", "warning", "info"];
    return [...this.#entries.values()].sort(
      (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count,
    );
  }

  /** The errors that refuse the whole file, a sentence each. */
  fileErrors(): readonly string[] {
    return this.summary()
      .filter(({ code, severity }) => severity === "error" && getFindingKind(code).scope === "file")
      .map(({ code, column, count }) => {
        const first = this.findings.find((finding) => finding.code === code && finding.column === column);
        return getReasonWords(this.locale).found(first?.line ?? null, first?.message ?? code, count);
      });
  }

  #toFinding(complaint: Complaint, { code, column, severity }: Entry, place: FindingPlace): Finding {
    const sensitive = column !== null && this.#feed.columns[column]?.sensitive === true;
    const { value } = place;
    const clue = (sensitive ? undefined : complaint.clue?.(value ?? "")) ?? null;
    return {
      code,
      severity,
      record: place.record ?? null,
      line: place.line ?? null,
      column,
      byteOffset: place.byteOffset ?? null,
      value: value === undefined ? null : sensitive ? HIDDEN : toShownValue(value),
      detail: complaint.detail ?? null,
      message: composeMessage(complaint, column, this.locale),
      hint: composeHint(code, clue, this.locale),
      clue,
      docs: getFindingPage(code),
    };
  }
}

/** A value fit for a report: control characters made visible, at most 60 characters. */
function toShownValue(value: string): string {
  const shown = value
    .slice(0, LONGEST_VALUE * 2)
    .replace(
      /[\p{Cc}\p{Cf}]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  return shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE - 1)}…` : shown;
}
