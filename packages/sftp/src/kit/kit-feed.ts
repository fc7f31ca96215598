import type { Column } from "../feed/column.js";
import type { FeedDeclaration } from "../feed/feed-declaration.js";

/** The columns of a feed of the kit, by name. */
export type KitColumns = Readonly<Record<string, Column>>;

/** A usual feed of sales performance management, before a client adapts it. */
export interface KitFeed<
  Columns extends KitColumns = KitColumns,
  Essential extends keyof Columns & string = keyof Columns & string,
> extends Omit<FeedDeclaration, "columns"> {
  readonly columns: Columns;
  /** The columns without which it is not this feed any more; each other one can be omitted. */
  readonly essential: readonly Essential[];
}

/** Keeps the names and types of the columns of a feed of the kit, and has the compiler check what speaks of them. */
export function defineKitFeed<
  const Columns extends KitColumns,
  const Essential extends keyof Columns & string,
>(
  feed: KitFeed<Columns, Essential> & Omit<FeedDeclaration<keyof Columns & string>, "columns">,
): KitFeed<Columns, Essential> {
  return feed;
}

/** The names of its columns. */
export type KitColumnName<Kit extends KitFeed> = keyof Kit["columns"] & string;

/** The names of the columns that can be omitted. */
export type OmittableColumn<Kit extends KitFeed> = Exclude<KitColumnName<Kit>, Kit["essential"][number]>;
