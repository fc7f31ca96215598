const MILLION = 1_000_000n;

/** Part of a whole, as whole numbers. */
export interface Fraction {
  readonly part: bigint;
  readonly whole: bigint;
}

/** Whether a part is more than a share of the whole, exactly; the share counts in millionths. */
export function exceedsShare(part: bigint, whole: bigint, share: number): boolean {
  return part * MILLION > whole * toMillionths(share);
}

/** Whether one fraction lies above another by more than a share, exactly. A whole of nothing has no fraction. */
export function liesAbove(high: Fraction, low: Fraction, share: number): boolean {
  if (high.whole === 0n || low.whole === 0n) return false;
  const difference = high.part * low.whole - low.part * high.whole;
  return exceedsShare(difference, high.whole * low.whole, share);
}

/** A part of a whole in words: `12.5 %`, rounded to a tenth; more than nothing is never `0 %`. */
export function toPercent({ part, whole }: Fraction): string {
  if (whole === 0n) return "all";
  const tenths = (part * 2_000n + whole) / (whole * 2n);
  if (tenths === 0n && part > 0n) return "less than 0.1 %";
  return tenths % 10n === 0n ? `${tenths / 10n} %` : `${tenths / 10n}.${tenths % 10n} %`;
}

/** A share as it was declared, in words. */
export function toSharePercent(share: number): string {
  const millionths = toMillionths(share);
  const text = `${millionths / 10_000n}.${String(millionths % 10_000n).padStart(4, "0")}`;
  return `${text.replace(/\.?0+$/, "")} %`;
}

function toMillionths(share: number): bigint {
  return BigInt(Math.round(share * 1_000_000));
}
