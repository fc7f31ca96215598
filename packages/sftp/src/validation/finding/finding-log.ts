import type { Feed } from "../../feed/feed.js";
import type { Complaint } from "../column/cell-check.js";
import { type AdvisoryCode, type FindingCode, getFindingKind, type Severity } from "./finding-codes.js";

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
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
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
  readonly #entries = new Map<string, Entry>();
  readonly #feed: Feed;

  constructor(feed: Feed) {
    this.#feed = feed;
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
        const where = first?.line == null ? "" : `Line ${first.line}: `;
        return `${where}${first?.message ?? code}${count > 1 ? ` (${count} times)` : ""}`;
      });
  }

  #toFinding(complaint: Complaint, { code, column, severity }: Entry, place: FindingPlace): Finding {
    const kind = getFindingKind(code);
    const sensitive = column !== null && this.#feed.columns[column]?.sensitive === true;
    const { value } = place;
    const hint = sensitive ? undefined : complaint.hint?.(value ?? "");
    return {
      code,
      severity,
      record: place.record ?? null,
      line: place.line ?? null,
      column,
      byteOffset: place.byteOffset ?? null,
      value: value === undefined ? null : sensitive ? HIDDEN : toShownValue(value),
      message: composeMessage(complaint, column),
      hint: hint ?? kind.hint,
    };
  }
}

/** The sentence of the table about one complaint. */
export function composeMessage({ code, detail }: Complaint, column: string | null): string {
  return getFindingKind(code)
    .message.replaceAll("{column}", () => column ?? "")
    .replaceAll("{detail}", () => detail ?? "");
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
