/** Where the parts of a date stand in a cell of fixed width, in characters from its start. */
interface DateOrder {
  readonly width: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** The fixed characters between the parts, by position. */
  readonly fixed: readonly { readonly at: number; readonly character: string }[];
}

/** Reads a format such as `dd.MM.yyyy`; `undefined` unless `yyyy`, `MM` and `dd` occur once each among ASCII characters. */
export function toDateOrder(format: string): DateOrder | undefined {
  const year = format.indexOf("yyyy");
  const month = format.indexOf("MM");
  const day = format.indexOf("dd");
  if (year < 0 || month < 0 || day < 0) return undefined;
  const rest = format.replace("yyyy", "\0\0\0\0").replace("MM", "\0\0").replace("dd", "\0\0");
  if (!/^[\0 -~]*$/.test(rest) || /[A-Za-z0-9]/.test(rest.replace(/T/g, ""))) return undefined;
  const fixed = [...rest].flatMap((character, at) => (character === "\0" ? [] : [{ at, character }]));
  return { width: format.length, year, month, day, fixed };
}
