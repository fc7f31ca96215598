import type { Column } from "./column.js";
import type { ResolvedComparison } from "./comparison-rule.js";
import { checkKind, type RelationProblem } from "./relation-problem.js";

/** The parts of a feed that a comparison speaks of. */
interface ComparedFeed {
  readonly columns: Readonly<Record<string, Column>>;
  readonly keys: readonly (readonly string[])[];
  readonly comparison?: ResolvedComparison | undefined;
}

const NUMBERS = { types: ["integer", "decimal", "money"], verb: "has no sum and no sign" } as const;
const FEW_VALUES = {
  types: ["text", "enumeration", "boolean"],
  verb: "has no values to be counted",
} as const;

/** Every place in which a comparison speaks of a column that is not there, or of one that cannot be compared so. */
export function checkComparison({ columns, keys, comparison }: ComparedFeed): readonly RelationProblem[] {
  if (comparison === undefined) return [];
  const { totals, emptyShare, newValues, signFlip } = comparison;
  const listed = (
    part: string,
    names: readonly string[] | undefined,
    kind?: Parameters<typeof checkKind>[3],
  ) =>
    (names ?? []).flatMap((name, at) => checkKind(columns, name, ["comparison", part, "columns", at], kind));
  return [
    ...Object.keys(totals).flatMap((name) =>
      checkKind(columns, name, ["comparison", "totals", name], NUMBERS),
    ),
    ...listed("emptyShare", emptyShare?.columns),
    ...listed("newValues", newValues?.columns, FEW_VALUES),
    ...listed("signFlip", signFlip?.columns, NUMBERS),
    ...(newValues?.columns ?? []).flatMap((name, at) => checkShown(columns, name, at)),
    ...checkKey(keys, comparison.keys),
  ];
}

function checkShown(columns: ComparedFeed["columns"], name: string, at: number): readonly RelationProblem[] {
  if (columns[name]?.sensitive !== true) return [];
  const message = `column "${name}" is sensitive, so that its values are not kept`;
  return [{ path: ["comparison", "newValues", "columns", at], message }];
}

function checkKey(keys: ComparedFeed["keys"], churn: ResolvedComparison["keys"]): readonly RelationProblem[] {
  if (churn === undefined) return [];
  if (keys.length === 0) return [{ path: ["comparison", "keys"], message: "the feed declares no key" }];
  const { key } = churn;
  if (key === undefined || keys.some((each) => each.join("\n") === key.join("\n"))) return [];
  return [{ path: ["comparison", "keys", "key"], message: `${key.join(" + ")} is none of the feed's keys` }];
}
