import type { Column } from "../feed/column.js";
import type { RelationProblem } from "../feed/relation-problem.js";
import type { KitFeed } from "./kit-feed.js";

/** What an adaptation says of the feed that it adapts. */
interface Wishes {
  readonly columns: Readonly<Record<string, string | object>>;
  readonly extraColumns: Readonly<Record<string, Column>>;
  readonly omit: readonly string[];
  readonly order?: readonly string[] | undefined;
  readonly withoutReferencesTo: readonly string[];
  readonly undatedReferencesTo: readonly string[];
  readonly dateFormat?: string | undefined;
  readonly numbers: object;
  readonly currency?: string | undefined;
}

/** Everything that an adaptation wants of a feed of the kit and cannot have. */
export function findProblems(kit: KitFeed, wishes: Wishes): readonly RelationProblem[] {
  return [
    ...checkOmitted(kit, wishes),
    ...checkColumns(kit, wishes),
    ...checkOrder(kit, wishes),
    ...checkReferences(kit, wishes),
    ...checkFormats(kit, wishes),
  ];
}

function checkOmitted(kit: KitFeed, { omit }: Wishes): readonly RelationProblem[] {
  return omit.flatMap((name, at) => {
    const path = ["omit", at];
    if (!hasColumn(kit, name)) return [{ path, message: tellUnknown(kit, name) }];
    return kit.essential.includes(name) ? [{ path, message: `${kit.name} need "${name}"` }] : [];
  });
}

function checkColumns(kit: KitFeed, { columns, extraColumns, omit }: Wishes): readonly RelationProblem[] {
  const problems: RelationProblem[] = [];
  for (const [name, special] of Object.entries(columns)) {
    const path = ["columns", name];
    if (!hasColumn(kit, name))
      problems.push({ path, message: `${tellUnknown(kit, name)}; an extra one goes into extraColumns` });
    else if (omit.includes(name)) problems.push({ path, message: `"${name}" is omitted` });
    if (typeof special === "string" || !("type" in special)) continue;
    const message = `"${name}" keeps its type; omit it and declare an extra column`;
    problems.push({ path: [...path, "type"], message });
  }
  for (const name of Object.keys(extraColumns).filter((each) => hasColumn(kit, each))) {
    problems.push({ path: ["extraColumns", name], message: `the kit has "${name}"; adapt it in columns` });
  }
  return problems;
}

function checkOrder(kit: KitFeed, { order, omit, extraColumns }: Wishes): readonly RelationProblem[] {
  if (order === undefined) return [];
  const wanted = [...Object.keys(kit.columns), ...Object.keys(extraColumns)].filter(
    (name) => !omit.includes(name),
  );
  const missing = wanted.filter((name) => !order.includes(name));
  return [
    ...missing.map((name) => ({ path: ["order"], message: `"${name}" has no place` })),
    ...order.flatMap((name, at) => {
      const path = ["order", at];
      if (!wanted.includes(name)) return [{ path, message: `there is no column "${name}"` }];
      return order.indexOf(name) < at ? [{ path, message: `"${name}" has a place already` }] : [];
    }),
  ];
}

function checkReferences(kit: KitFeed, wishes: Wishes): readonly RelationProblem[] {
  const known = (kit.references ?? []).map(({ to }) => to);
  return (["withoutReferencesTo", "undatedReferencesTo"] as const).flatMap((list) =>
    wishes[list].flatMap((to, at) =>
      known.includes(to) ? [] : [{ path: [list, at], message: `${kit.name} do not refer to "${to}"` }],
    ),
  );
}

function checkFormats(
  kit: KitFeed,
  { dateFormat, numbers, currency, omit }: Wishes,
): readonly RelationProblem[] {
  const types = new Set(
    Object.entries(kit.columns).flatMap(([name, { type }]) => (omit.includes(name) ? [] : [type])),
  );
  const problems: RelationProblem[] = [];
  if (dateFormat !== undefined && !types.has("date"))
    problems.push({ path: ["dateFormat"], message: "there is no column of days" });
  const hasNumbers = types.has("decimal") || types.has("money");
  if (Object.keys(numbers).length > 0 && !hasNumbers)
    problems.push({ path: ["numbers"], message: "there is no column of decimals or money" });
  if (!types.has("money")) {
    if (currency !== undefined) problems.push({ path: ["currency"], message: "there is no column of money" });
    return problems;
  }
  const isOmitted = omit.includes("currency");
  if (isOmitted && currency === undefined)
    problems.push({ path: ["currency"], message: "is needed where the column is omitted" });
  if (!isOmitted && currency !== undefined)
    problems.push({ path: ["currency"], message: "says the same as the column; omit one of the two" });
  return problems;
}

function hasColumn(kit: KitFeed, name: string): boolean {
  return Object.hasOwn(kit.columns, name);
}

function tellUnknown(kit: KitFeed, name: string): string {
  return `the ${kit.name} of the kit have no column "${name}"`;
}
