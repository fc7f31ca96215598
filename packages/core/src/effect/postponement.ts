/** How long what a worker in trouble could not do is put off at first, and at most. */
const FIRST_MS = 60_000;
const LONGEST_MS = 3_600_000;

/**
 * How long to put off what a worker's own trouble (a full disk, a refused credential) keeps from being done, so that
 * nobody tries in a circle, or locks an account: a minute, twice as long each further time, an hour at most.
 *
 * @param times how often it was put off already, one after the other.
 */
export function postponementMs(times: number): number {
  return Math.min(FIRST_MS * 2 ** times, LONGEST_MS);
}
