const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const BYTE_UNITS = ["KB", "MB", "GB", "TB"] as const;

// Made once: a format costs a hundred times what formatting does.
const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/**
 * A figure as people read it, by the name of its measure: `…Ms` is a duration, `bytes` a size, anything else a count.
 *
 * @example
 * formatFigure("durationMs", 250_000); // "4 min 10 s"
 * formatFigure("rowsRead", 12_345);    // "12,345"
 */
export function formatFigure(measure: string, value: number): string {
  if (measure.endsWith("Ms")) return formatDuration(value);
  if (measure === "bytes") return formatBytes(value);
  return formatCount(value);
}

/** A duration in its two largest units: `2 d 3 h`, `4 min 10 s`, `12.3 s`, `850 ms`. A negative one has a minus. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 0) return `-${formatDuration(-durationMs)}`;
  if (Math.round(durationMs) < 1_000) return `${Math.round(durationMs)} ms`;
  if (Math.round(durationMs / 100) < 600) return `${TENTHS.format(durationMs / 1_000)} s`;
  if (Math.round(durationMs / 1_000) < 3_600) return inTwo(Math.round(durationMs / 1_000), 60, "min", "s");
  if (Math.round(durationMs / MINUTE_MS) < 24 * 60)
    return inTwo(Math.round(durationMs / MINUTE_MS), 60, "h", "min");
  return inTwo(Math.round(durationMs / HOUR_MS), 24, "d", "h");
}

/** A size in the largest decimal unit of which it has one: `1.4 MB` is 1,400,000 bytes. */
export function formatBytes(sizeBytes: number): string {
  if (Math.round(sizeBytes) < 1_000) return `${Math.round(sizeBytes)} B`;
  let scaled = sizeBytes / 1_000;
  let unit = 0;
  for (; unit < BYTE_UNITS.length - 1 && Math.round(scaled * 10) >= 10_000; unit += 1) scaled /= 1_000;
  return `${TENTHS.format(scaled)} ${BYTE_UNITS[unit]}`;
}

function formatCount(value: number): string {
  return (value < 100 ? TENTHS : WHOLE).format(value);
}

function inTwo(total: number, per: number, large: string, small: string): string {
  const rest = total % per;
  return rest === 0
    ? `${Math.floor(total / per)} ${large}`
    : `${Math.floor(total / per)} ${large} ${rest} ${small}`;
}
