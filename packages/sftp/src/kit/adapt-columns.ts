import type { Column } from "../feed/column.js";
import { columnSchema } from "../feed/column-schema.js";
import type { NumberStyle } from "../feed/number-style.js";
import type { RelationProblem } from "../feed/relation-problem.js";
import type { KitFeed } from "./kit-feed.js";
import { fixCurrency } from "./omit-columns.js";

/** What an adaptation says of columns. */
interface ColumnWishes {
  readonly columns: Readonly<Record<string, string | object>>;
  readonly omit: readonly string[];
  readonly dateFormat?: string | undefined;
  readonly numbers: NumberStyle;
  readonly currency?: string | undefined;
}

/** The columns of the kit as a client has them, and what is wrong with them. */
interface AdaptedColumns {
  readonly columns: Readonly<Record<string, Column>>;
  readonly problems: readonly RelationProblem[];
}

/** Adapts the columns that are not omitted; each is read as strictly as a feed reads it. */
export function adaptColumns(kit: KitFeed, wishes: ColumnWishes): AdaptedColumns {
  const problems: RelationProblem[] = [];
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(kit.columns)) {
    if (wishes.omit.includes(name)) continue;
    const special = wishes.columns[name] ?? {};
    const rules = typeof special === "string" ? { aliases: [special] } : special;
    const parsed = columnSchema.safeParse({ ...toFormat(column, wishes), ...rules, type: column.type });
    if (parsed.success) columns[name] = parsed.data;
    else
      for (const { path, message } of parsed.error.issues)
        problems.push({ path: ["columns", name, ...path.map(String)], message });
  }
  return { columns, problems };
}

/** A column of the kit in the formats of all its kind. */
function toFormat(column: Column, { dateFormat: format, numbers, currency }: ColumnWishes): Column {
  const inCurrency = currency === undefined ? column : fixCurrency(column, currency);
  if (inCurrency.type === "date") return format === undefined ? inCurrency : { ...inCurrency, format };
  const isStyled = inCurrency.type === "decimal" || inCurrency.type === "money";
  return isStyled ? { ...inCurrency, ...numbers } : inCurrency;
}
