import type { FindingTexts } from "../catalogue/finding-kind.js";
import type { FindingDetails } from "../finding-codes.js";
import { COMPARISON_TEXTS } from "./comparison-texts.js";
import { EVIDENCE_TEXTS } from "./evidence-texts.js";
import { FILE_TEXTS } from "./file-texts.js";
import { HEADER_TEXTS } from "./header-texts.js";
import { KEY_TEXTS } from "./key-texts.js";
import { RECORD_TEXTS } from "./record-texts.js";
import { RELATION_TEXTS } from "./relation-texts.js";
import { RULE_TEXTS } from "./rule-texts.js";
import { TEXT_TEXTS } from "./text-texts.js";
import { TOTAL_TEXTS } from "./total-texts.js";
import { VALUE_TEXTS } from "./value-texts.js";

/** Every code in German; the compiler refuses one that is missing. */
export const GERMAN_TEXTS: FindingTexts<FindingDetails> = {
  ...FILE_TEXTS,
  ...HEADER_TEXTS,
  ...RECORD_TEXTS,
  ...VALUE_TEXTS,
  ...TEXT_TEXTS,
  ...KEY_TEXTS,
  ...TOTAL_TEXTS,
  ...EVIDENCE_TEXTS,
  ...RULE_TEXTS,
  ...RELATION_TEXTS,
  ...COMPARISON_TEXTS,
};
