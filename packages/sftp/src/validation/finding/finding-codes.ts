import { COMPARISON_FINDINGS, type ComparisonDetails } from "./catalogue/comparison-findings.js";
import { EVIDENCE_FINDINGS, type EvidenceDetails } from "./catalogue/evidence-findings.js";
import { FILE_FINDINGS, type FileDetails } from "./catalogue/file-findings.js";
import type { FindingKind, FindingKinds } from "./catalogue/finding-kind.js";
import { HEADER_FINDINGS, type HeaderDetails } from "./catalogue/header-findings.js";
import { KEY_FINDINGS, type KeyDetails } from "./catalogue/key-findings.js";
import { RECORD_FINDINGS, type RecordDetails } from "./catalogue/record-findings.js";
import { RELATION_FINDINGS, type RelationDetails } from "./catalogue/relation-findings.js";
import { RULE_FINDINGS, type RuleDetails } from "./catalogue/rule-findings.js";
import { TEXT_FINDINGS, type TextDetails } from "./catalogue/text-findings.js";
import { TOTAL_FINDINGS, type TotalDetails } from "./catalogue/total-findings.js";
import { VALUE_FINDINGS, type ValueDetails } from "./catalogue/value-findings.js";

/** What each finding knows besides its column: everything that a validation can find. */
export interface FindingDetails
  extends FileDetails,
    HeaderDetails,
    RecordDetails,
    ValueDetails,
    TextDetails,
    KeyDetails,
    TotalDetails,
    EvidenceDetails,
    RuleDetails,
    RelationDetails,
    ComparisonDetails {}

export type FindingCode = keyof FindingDetails;

/** The catalogue by subject, in the order in which people read about it. */
export const FINDING_SUBJECTS = {
  file: FILE_FINDINGS,
  header: HEADER_FINDINGS,
  records: RECORD_FINDINGS,
  values: VALUE_FINDINGS,
  texts: TEXT_FINDINGS,
  keys: KEY_FINDINGS,
  totals: TOTAL_FINDINGS,
  columns: EVIDENCE_FINDINGS,
  rules: RULE_FINDINGS,
  relations: RELATION_FINDINGS,
  comparison: COMPARISON_FINDINGS,
} as const;

export const FINDING_KINDS: FindingKinds<FindingDetails> = {
  ...FILE_FINDINGS,
  ...HEADER_FINDINGS,
  ...RECORD_FINDINGS,
  ...VALUE_FINDINGS,
  ...TEXT_FINDINGS,
  ...KEY_FINDINGS,
  ...TOTAL_FINDINGS,
  ...EVIDENCE_FINDINGS,
  ...RULE_FINDINGS,
  ...RELATION_FINDINGS,
  ...COMPARISON_FINDINGS,
};

/** Accidents that are not against the format, hence for each feed to weigh. */
export const ADVISORY_CODES = [
  "bom-unexpected",
  "column-empty",
  "control-char",
  "date-ambiguous",
  "date-order-mixed",
  "date-order-swapped",
  "duplicate-row",
  "excel-scientific",
  "final-newline-missing",
  "formula-cell",
  "invisible-char",
  "mixed-line-endings",
  "mojibake",
  "name-pattern",
  "nbsp",
  "replacement-char",
  "smart-quote",
  "white-space",
] as const satisfies readonly FindingCode[];

export type AdvisoryCode = (typeof ADVISORY_CODES)[number];

/** The catalogue's entry for a code. */
export function getFindingKind<Code extends FindingCode>(code: Code): FindingKind<FindingDetails[Code]> {
  return FINDING_KINDS[code];
}
