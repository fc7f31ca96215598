/** The marks under which programs hide a file until it is whole. */
const MARK_BEFORE = /^[.~]/;
const MARK_AFTER = /(\.(part|partial|filepart|tmp|uploading|writing|crdownload)|~)$/i;

/**
 * Whether a name says that its file is not finished: `.part`, `.partial`, `.filepart`, `.tmp`, `.uploading`,
 * `.writing`, `.crdownload` or `~` at its end, a dot or `~` at its beginning.
 */
export function isTemporaryName(fileName: string): boolean {
  return MARK_BEFORE.test(fileName) || MARK_AFTER.test(fileName);
}

/** The name that a temporary one is about to become, as far as it tells; a final name as it is. */
export function toFinalName(fileName: string): string {
  return fileName.replace(MARK_BEFORE, "").replace(MARK_AFTER, "");
}
