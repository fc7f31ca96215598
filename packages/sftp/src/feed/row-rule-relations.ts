import type { Column } from "./column.js";
import { checkKind, type RelationProblem } from "./relation-problem.js";
import type { ResolvedRowRule } from "./row-rule.js";

type Columns = Readonly<Record<string, Column>>;

const NUMBERS = { types: ["integer", "decimal", "money"], verb: "cannot be summed" } as const;

/** Every place in which a rule speaks of a column that is not there, or of one that cannot be asked so. */
export function checkRowRules({
  columns,
  rules,
}: {
  readonly columns: Columns;
  readonly rules: readonly ResolvedRowRule[];
}): readonly RelationProblem[] {
  return rules.flatMap((rule, at) =>
    checkRule(columns, rule).map(({ path, message }) => ({ path: ["rules", at, ...path], message })),
  );
}

function checkRule(columns: Columns, rule: ResolvedRowRule): readonly RelationProblem[] {
  const listed = (part: string, names: readonly string[] | undefined) =>
    (names ?? []).flatMap((name, at) => checkKind(columns, name, [part, at]));
  if ("left" in rule) return checkSides(columns, rule);
  if ("sum" in rule) return checkSum(columns, rule);
  if ("exactlyOneOf" in rule) return listed("exactlyOneOf", rule.exactlyOneOf);
  return [
    ...checkKind(columns, rule.when.column, ["when", "column"]),
    ...listed("needs", rule.needs),
    ...listed("forbids", rule.forbids),
    ...Object.keys(rule.fixes).flatMap((name) => checkKind(columns, name, ["fixes", name])),
    ...(rule.needs ?? [])
      .filter((name) => rule.forbids?.includes(name))
      .map((name) => ({ path: ["needs"], message: `column "${name}" is needed and forbidden` })),
  ];
}

function checkSides(
  columns: Columns,
  { left, operator, right }: Extract<ResolvedRowRule, { readonly left: string }>,
): readonly RelationProblem[] {
  const missing = [...checkKind(columns, left, ["left"]), ...checkKind(columns, right, ["right"])];
  const [one, other] = [columns[left], columns[right]];
  if (missing.length > 0 || one === undefined || other === undefined) return missing;
  if (left === right) return [{ path: ["right"], message: `column "${right}" is compared with itself` }];
  const kind = kindOf(one);
  if (kind !== kindOf(other)) {
    const message = `column "${left}" is ${one.type} and cannot be compared with "${right}", which is ${other.type}`;
    return [{ path: ["right"], message }];
  }
  if (kind === "text" && operator !== "=" && operator !== "!=") {
    return [
      { path: ["operator"], message: `"${left}" and "${right}" are texts, which only = and != compare` },
    ];
  }
  return checkCurrencies(columns, [left, right], ["right"]);
}

function checkSum(
  columns: Columns,
  { sum, equals }: Extract<ResolvedRowRule, { readonly equals: string }>,
): readonly RelationProblem[] {
  const problems = [
    ...sum.flatMap((name, at) => checkKind(columns, name, ["sum", at], NUMBERS)),
    ...checkKind(columns, equals, ["equals"], NUMBERS),
  ];
  if (sum.includes(equals)) {
    problems.push({ path: ["equals"], message: `column "${equals}" is a part of its own sum` });
  }
  return problems.length > 0 ? problems : checkCurrencies(columns, [...sum, equals], ["sum"]);
}

/** Amounts of money are only beside each other in one currency: the same one, or that of the same column. */
function checkCurrencies(
  columns: Columns,
  names: readonly string[],
  path: RelationProblem["path"],
): readonly RelationProblem[] {
  const currencies = names.flatMap((name) => {
    const column = columns[name];
    if (column?.type !== "money") return [];
    return [typeof column.currency === "string" ? column.currency : `the one in ${column.currency.column}`];
  });
  const [first, ...others] = new Set(currencies);
  if (first === undefined || others.length === 0) return [];
  return [{ path, message: `the amounts are in different currencies: ${[first, ...others].join(", ")}` }];
}

function kindOf({ type }: Column): "number" | "day" | "text" {
  if (type === "integer" || type === "decimal" || type === "money") return "number";
  return type === "date" ? "day" : "text";
}
