/** A name of more bytes than this fits in no common file system. */
export const LONGEST_NAME_BYTES = 255;

/** Why a name that a server sent cannot be used in a path. */
export type NameDefect =
  /** Its bytes are not UTF-8, so what we read is not what the server would have to be asked for. */
  | "not-utf-8"
  | "control-character"
  /** Marks that turn the direction of text, so that a person reads another name than the machine. */
  | "direction-mark"
  /** It leads elsewhere: empty, `.`, `..`, or with a `/`. */
  | "climbing"
  /** More than 255 bytes. */
  | "too-long";

const DEFECTS: Readonly<Record<NameDefect, (name: string) => boolean>> = {
  "not-utf-8": (name) => name.includes("\ufffd"),
  "control-character": (name) => /\p{Cc}/u.test(name),
  "direction-mark": (name) => /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(name),
  climbing: (name) => name === "" || name === "." || name === ".." || name.includes("/"),
  "too-long": (name) => Buffer.byteLength(name) > LONGEST_NAME_BYTES,
};

const EVERY_DEFECT = Object.keys(DEFECTS).filter((key): key is NameDefect => key in DEFECTS);

/** Short names of ordinary ASCII characters, which nearly all are: looked at once. */
const ORDINARY = /^[\w -][\w .-]{0,199}$/;

/** Everything that speaks against the use of a name in a path; nothing for a good one. */
export function findNameDefects(name: string): readonly NameDefect[] {
  return ORDINARY.test(name) ? [] : EVERY_DEFECT.filter((defect) => DEFECTS[defect](name));
}

/**
 * Whether a name that a server sent may be used in a path.
 *
 * One that may not is listed as `other`, so that a person sees it, and every call on it is refused.
 */
export function isAddressableName(name: string): boolean {
  return findNameDefects(name).length === 0;
}
