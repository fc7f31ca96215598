import { z } from "zod";

/** How the numbers of a column are dressed up, beyond digits, a decimal mark and a minus in front. */
export interface NumberStyle {
  /** @defaultValue `"."` */
  readonly decimalMark?: "." | "," | undefined;
  /**
   * The separator of thousands, a no-break space (U+00A0, U+202F) included. Each group behind it has three digits;
   * numbers without any are taken as well. @defaultValue none
   */
  readonly thousands?: "." | "," | " " | "'" | "\u00a0" | "\u202f" | undefined;
  /** The one way in which a negative number is written: `-5`, `5-` or `(5)`. @defaultValue `"leading-minus"` */
  readonly negative?: "leading-minus" | "trailing-minus" | "parentheses" | undefined;
  /** Each number ends with `%`, with a space before it or none; it is kept as it is written. @defaultValue `false` */
  readonly percentSign?: boolean | undefined;
}

/** The strict reading of the rules of a number's style. */
export const numberStyleShape = {
  decimalMark: z.enum([".", ","]).optional(),
  thousands: z.enum([".", ",", " ", "'", "\u00a0", "\u202f"]).optional(),
  negative: z.enum(["leading-minus", "trailing-minus", "parentheses"]).optional(),
  percentSign: z.boolean().optional(),
};

/** Whether decimal mark and separator of thousands are the same, so that no number could be read. */
export function isAmbiguousStyle({ decimalMark = ".", thousands }: NumberStyle): boolean {
  return thousands === decimalMark;
}
