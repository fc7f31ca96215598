import { parseOptions } from "@spm-ops/core";
import type { Column } from "../feed/column.js";
import type { FeedDeclaration } from "../feed/feed-declaration.js";
import { adaptColumns } from "./adapt-columns.js";
import { createAdaptationSchema, type ResolvedAdaptation } from "./adaptation-schema.js";
import type { AdaptedFeed, FeedAdaptation } from "./feed-adaptation.js";
import type { KitFeed, OmittableColumn } from "./kit-feed.js";
import { omitColumns } from "./omit-columns.js";

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
    columns: toOrder(adaptColumns(kit, adapted).columns, adapted),
    ...adaptRelations(kit, adapted),
  };
  // The names are those that the types say: each column of the kit but the omitted ones, and the extra ones.
  return declaration as AdaptedFeed<Kit, Omitted, Extra>;
}

function toOrder(
  columns: Readonly<Record<string, Column>>,
  { extraColumns, order }: ResolvedAdaptation,
): Readonly<Record<string, Column>> {
  const all: Readonly<Record<string, Column>> = { ...columns, ...extraColumns };
  if (order === undefined) return all;
  return Object.fromEntries(order.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
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
