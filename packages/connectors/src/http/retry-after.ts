/**
 * The wait that a `Retry-After` header asks for, in milliseconds; nothing when it says nothing readable.
 *
 * Seconds or an HTTP date (RFC 9110 §10.2.3). A date is measured from the answer's own `Date`, where there is one, so
 * that a vendor's clock that goes wrong does not matter.
 */
export function parseRetryAfter(value: string | undefined, sentAt: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1_000;
  // A year is asked for, because Date.parse makes a date of nearly anything.
  const date = /\d{4}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - sentAt);
}
