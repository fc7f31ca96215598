import { parseOptions, SpmError, toIssues } from "@spm-ops/core";
import type { Column } from "../feed/column.js";
import { columnSchema } from "../feed/column-schema.js";
import type { FeedDeclaration } from "../feed/feed-declaration.js";
import { createAdaptationSchema, type ResolvedAdaptation } from "./adaptation-schema.js";
import type { AdaptedFeed, FeedAdaptation } from "./feed-adaptation.js";
import type { KitFeed, OmittableColumn } from "./kit-feed.js";
import { fixCurrency, omitColumns } from "./omit-columns.js";

/**
 * Makes the declaration of a client's feed from one of the kit.
 *
 * @throws SpmError `config.invalid` with every problem of the adaptation at once.
 */
export function adaptFeed<Kit extends KitFeed, Omitted extends OmittableColumn<Kit>, Extra extends string>(
  kit: Kit,
  adaptation: FeedAdaptation<Kit, Omitted, Extra>,
): AdaptedFeed<Kit, Omitted, Extra> {
  const what = `the adaptation of the ${kit.name} of the kit`;
  const adapted = parseOptions(createAdaptationSchema(kit), adaptation, what);
  const { essential: _essential, columns: _columns, ...rest } = kit;
  const { name = kit.name, title = kit.title, fileName = kit.fileName } = adapted;
  const declaration: FeedDeclaration = {
    ...rest,
    ...{ name, title, fileName },
    columns: adaptColumns(kit, adapted, what),
    ...adaptRelations(kit, adapted),
  };
  // The names are those that the types say: each column of the kit but the omitted ones, and the extra ones.
  return declaration as AdaptedFeed<Kit, Omitted, Extra>;
}

function adaptColumns(
  kit: KitFeed,
  adapted: ResolvedAdaptation,
  what: string,
): Readonly<Record<string, Column>> {
  const issues: string[] = [];
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(kit.columns)) {
    if (adapted.omit.includes(name)) continue;
    const special = adapted.columns[name] ?? {};
    const ofColumn = typeof special === "string" ? { aliases: [special] } : special;
    const parsed = columnSchema.safeParse({ ...toFormat(column, adapted), ...ofColumn });
    if (parsed.success) columns[name] = parsed.data;
    else issues.push(...toIssues(parsed.error).map((issue) => `columns.${name}.${issue}`));
  }
  if (issues.length > 0)
    throw new SpmError("config.invalid", `There is something wrong with ${what}:\n  ${issues.join("\n  ")}`, {
      issues,
    });
  const all: Readonly<Record<string, Column>> = { ...columns, ...adapted.extraColumns };
  if (adapted.order === undefined) return all;
  return Object.fromEntries(adapted.order.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
}

/** A column of the kit in the formats of all its kind. */
function toFormat(column: Column, { dateFormat: format, numbers, currency }: ResolvedAdaptation): Column {
  const inCurrency = currency === undefined ? column : fixCurrency(column, currency);
  if (inCurrency.type === "date") return format === undefined ? inCurrency : { ...inCurrency, format };
  const isStyled = inCurrency.type === "decimal" || inCurrency.type === "money";
  return isStyled ? { ...inCurrency, ...numbers } : inCurrency;
}

function adaptRelations(
  kit: KitFeed,
  { omit, withoutReferencesTo, undatedReferencesTo }: ResolvedAdaptation,
) {
  const { references = [], ...relations } = omitColumns(kit, new Set(omit));
  return {
    ...relations,
    references: references
      .filter(({ to }) => !withoutReferencesTo.includes(to))
      .map((reference) =>
        undatedReferencesTo.includes(reference.to) ? { ...reference, asOf: undefined } : reference,
      ),
  };
}
