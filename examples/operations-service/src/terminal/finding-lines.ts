import type { StepState } from "@spm-ops/core";
import { validated } from "../night/night-facts.js";
import { formatRows } from "./format.js";

/** Kinds of finding that are named on the screen; the page has all of them. */
const MOST_KINDS = 5;

/** What a validation found, a line a kind: how often, and the first place with its hint. */
export function describeFindings({ output }: StepState): readonly string[] {
  const report = validated.safeParse(output).data?.report;
  if (report === undefined) return [];
  const kinds = [...report.summary].sort((a, b) => b.count - a.count).slice(0, MOST_KINDS);
  return kinds.map(({ code, column, count }) => {
    const first = report.findings.find((finding) => finding.code === code && finding.column === column);
    const where = [column, first?.line === null ? undefined : `first on line ${first?.line}`]
      .filter(Boolean)
      .join(", ");
    const value = first?.value === null || first?.value === "" ? "" : ` “${first?.value}”`;
    return `${formatRows(count)} × ${code} (${where})${value} ${first?.hint ?? ""}`.trimEnd();
  });
}
