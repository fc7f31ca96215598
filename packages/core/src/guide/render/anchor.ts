/** A name for a link to lead to. The ids of guides are such names already; nothing else gets through. */
export function toAnchor(...ids: readonly string[]): string {
  return ids.map((id) => id.replace(/[^A-Za-z0-9-]/g, "-")).join(".");
}
