import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import type { ComplaintOf } from "../finding/complaint.js";
import { CellReader } from "../record/cell-text.js";
import type { RecordCheck } from "../row/record-check.js";
import { compileComparison } from "./comparison-rule.js";
import { compileExactlyOne, compileWhen } from "./presence-rule.js";
import type { RowQuestion, RuleParts } from "./row-question.js";
import { compileSum } from "./sum-rule.js";

/** Compiles the rules of a feed; each is asked of every record whose cells can be told apart. */
export function compileRowRules(
  feed: Feed,
  encoding: Encoding,
  positions: readonly number[],
): readonly RecordCheck[] {
  const names = Object.keys(feed.columns);
  const find = (name: string) => positions[names.indexOf(name)] ?? 0;
  const parts: RuleParts = { feed, encoding, reader: new CellReader(feed.dialect), find };
  return feed.rules.map((rule) => {
    const keeps = compileRule(rule, parts);
    const cell = find(toPlace(rule));
    const { severity } = rule;
    const complaint: ComplaintOf<"row-rule"> = { code: "row-rule", severity, detail: { rule: rule.rule } };
    return {
      check: (record, _recordNumber, problems) => {
        if (!keeps(record)) problems.addForCell(complaint, cell);
      },
    };
  });
}

function compileRule(rule: Feed["rules"][number], parts: RuleParts): RowQuestion {
  if ("left" in rule) return compileComparison(rule, parts);
  if ("sum" in rule) return compileSum(rule, parts);
  if ("exactlyOneOf" in rule) return compileExactlyOne(rule, parts);
  return compileWhen(rule, parts);
}

/** The column under which a broken rule is told. */
function toPlace(rule: Feed["rules"][number]): string {
  if ("left" in rule) return rule.left;
  if ("sum" in rule) return rule.equals;
  if ("exactlyOneOf" in rule) return rule.exactlyOneOf[0] ?? "";
  return rule.when.column;
}
