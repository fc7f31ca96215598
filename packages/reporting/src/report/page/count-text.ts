/** A count with its thousands apart; a dash when it is unknown, which is not zero. */
export function renderCount(count: number | undefined): string {
  return count === undefined ? "–" : count.toLocaleString("en-US");
}
