/** What follows the last dot of a name, with the mark of what it was packed or enciphered with. */
const EXTENSION = /(\.[A-Za-z0-9]{1,8})?\.(gz|zip|bz2|zst|pgp|gpg|asc)$|\.[A-Za-z0-9]{1,8}$/i;

/** A name without its extension, and the extension with its dot: `orders.csv.gz` is `orders` and `.csv.gz`. */
export function splitExtension(fileName: string): { readonly stem: string; readonly extension: string } {
  const extension = EXTENSION.exec(fileName)?.[0] ?? "";
  // A name that is nothing but an extension is a stem.
  if (extension === fileName) return { stem: fileName, extension: "" };
  return { stem: fileName.slice(0, fileName.length - extension.length), extension };
}

/** What a candidate's number adds to a name. */
export const CANDIDATE_MARK_BYTES = "__0002".length;

/** The last number of a candidate. */
export const LAST_CANDIDATE = 20;

/**
 * The name to use when the ones before it are taken by other content: the name itself first, then `…__0002.csv`.
 *
 * The same for the same number, so that whoever starts again looks where the one before it left off.
 */
export function toCandidateName(name: string, candidate: number): string {
  if (candidate === 1) return name;
  const { stem, extension } = splitExtension(name);
  return `${stem}__${String(candidate).padStart(4, "0")}${extension}`;
}
