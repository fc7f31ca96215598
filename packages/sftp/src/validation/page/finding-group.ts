import type { Finding, FindingCount } from "../finding/finding-log.js";
import { composeHint, composeMessage, type FindingLocale } from "../finding/finding-text.js";
import type { ValidationReport } from "../validation-report.js";

/** What was found of one code in one column, as the page shows it. */
export interface FindingGroup extends FindingCount {
  /** The page's anchor. */
  readonly id: string;
  /** The sentence when it is the same for all examples. */
  readonly message: string | undefined;
  /** What to do when it is the same for all examples. */
  readonly hint: string | undefined;
  readonly examples: readonly GroupExample[];
  readonly docs: string | undefined;
}

/** One of the first findings of a group, in the page's language. */
export interface GroupExample {
  readonly finding: Finding;
  readonly message: string;
  readonly hint: string;
}

/** So many findings of a group are shown; the rest is a number. */
const SHOWN_EXAMPLES = 5;

/** The findings of a report by code and column, in the order of its summary. */
export function groupFindings(report: ValidationReport, locale: FindingLocale): readonly FindingGroup[] {
  const byKind = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const kind = toKind(finding);
    const findings = byKind.get(kind) ?? [];
    if (findings.length === 0) byKind.set(kind, findings);
    findings.push(finding);
  }
  return report.summary.map((count, at) => {
    const findings = byKind.get(toKind(count)) ?? [];
    const examples = findings.slice(0, SHOWN_EXAMPLES).map((finding) => toExample(finding, locale));
    return {
      ...count,
      id: `finding-${at + 1}`,
      message: sameIn(examples.map(({ message }) => message)),
      hint: sameIn(examples.map(({ hint }) => hint)),
      examples,
      docs: findings[0]?.docs,
    };
  });
}

function toKind({ code, severity, column }: FindingCount | Finding): string {
  return `${code}\n${severity}\n${column ?? ""}`;
}

function toExample(finding: Finding, locale: FindingLocale): GroupExample {
  return {
    finding,
    message: composeMessage(finding, finding.column, locale),
    hint: composeHint(finding.code, finding.clue, locale),
  };
}

function sameIn(texts: readonly string[]): string | undefined {
  return new Set(texts).size === 1 ? texts[0] : undefined;
}
