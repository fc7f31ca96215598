import type { Column } from "../feed/column.js";
import type { FeedDeclaration } from "../feed/feed-declaration.js";
import type { NumberStyle } from "../feed/number-style.js";
import type { KitColumnName, KitFeed, OmittableColumn } from "./kit-feed.js";

/**
 * How a client's files differ from the feed of the kit. Encoding, dialect, preamble, trailer, acceptance and whatever
 * else a feed declares is spread over the declaration that comes of it.
 */
export interface FeedAdaptation<
  Kit extends KitFeed,
  Omitted extends OmittableColumn<Kit> = never,
  Extra extends string = never,
> {
  /** Under which other feeds of a set refer to it. @defaultValue that of the kit */
  readonly name?: string | undefined;
  /** @defaultValue that of the kit */
  readonly title?: string | undefined;
  /** As in `FeedDeclaration.fileName`. @defaultValue that of the kit, such as `orders_{period}.csv` */
  readonly fileName?: string | undefined;
  /** What is special about columns of the kit. */
  readonly columns?:
    | { readonly [Name in KitColumnName<Kit>]?: ColumnAdaptation<Kit["columns"][Name]["type"]> | undefined }
    | undefined;
  /** Columns of the client that the kit does not know. */
  readonly extraColumns?: Readonly<Record<Extra, Column>> | undefined;
  /**
   * Columns that the client does not deliver. What speaks of them goes with them: rules, days and hierarchy; a key does
   * without them. @defaultValue none
   */
  readonly omit?: readonly Omitted[] | undefined;
  /**
   * Every column in the order of the file, for files without a header or with an exact one.
   * @defaultValue those of the kit, then the extra ones
   */
  readonly order?: readonly (Exclude<KitColumnName<Kit>, NoInfer<Omitted>> | NoInfer<Extra>)[] | undefined;
  /** Feeds that are not delivered, so that nothing is looked up in them. @defaultValue none */
  readonly withoutReferencesTo?: readonly string[] | undefined;
  /** Feeds without effective dates: what is looked up in them only has to be known. @defaultValue none */
  readonly undatedReferencesTo?: readonly string[] | undefined;
  /** The format of every column of days that says no other. @defaultValue `"yyyy-MM-dd"` */
  readonly dateFormat?: string | undefined;
  /** How numbers are dressed up in every column of decimals and money that says nothing else. */
  readonly numbers?: NumberStyle | undefined;
  /** The one currency of all amounts, when the column `currency` is omitted. */
  readonly currency?: string | undefined;
}

/**
 * What is special about one column: the name that the client's header has for it, or what its declaration says
 * otherwise than that of the kit. Its type stays.
 */
export type ColumnAdaptation<Type extends Column["type"]> =
  | string
  | Readonly<Partial<Omit<Extract<Column, { readonly type: Type }>, "type">>>;

/** The declaration of an adapted feed. */
export type AdaptedFeed<
  Kit extends KitFeed,
  Omitted extends string = never,
  Extra extends string = never,
> = FeedDeclaration<Exclude<KitColumnName<Kit>, Omitted> | Extra>;
