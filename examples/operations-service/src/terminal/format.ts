/** Numbers for people, in English. */
export function formatRows(rows: number): string {
  return rows.toLocaleString("en-US");
}

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Nothing where it is not known how long something took. */
export function formatElapsed(elapsedMs: number | undefined): string {
  if (elapsedMs === undefined) return "";
  if (elapsedMs < 60_000) return `${(elapsedMs / 1_000).toFixed(1)} s`;
  const seconds = Math.round(elapsedMs / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
