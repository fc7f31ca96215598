const DAY_MS = 86_400_000;
/** Of each host so many of its latest times are kept. */
const KEPT_PAIRS = 40;

/**
 * What has come in by now of what hosts have told, for whoever asks.
 *
 * @param {readonly { atMs: number, clientMs: number, operation: object, telling: object }[]} tellings in the order in
 *   which they come in
 */
export function createReception(tellings, clock) {
  const byOperation = new Map();
  const pairs = new Map();
  let next = 0;
  const takeIn = () => {
    for (; next < tellings.length && tellings[next].atMs <= clock.now(); next += 1) {
      const { atMs, clientMs, operation, telling } = tellings[next];
      byOperation.set(operation.id, [...(byOperation.get(operation.id) ?? []), { atMs, telling }]);
      const pair = { clientMs, serverMs: atMs };
      pairs.set(operation.host, [...(pairs.get(operation.host) ?? []), pair].slice(-KEPT_PAIRS));
    }
  };
  return {
    async runsFromOutside(procedureId, fromMs) {
      takeIn();
      const known = byOperation.get(procedureId) ?? [];
      // The latest first: order is to make no difference.
      return known
        .filter(({ atMs }) => atMs >= fromMs - DAY_MS)
        .map(({ telling }) => telling)
        .reverse();
    },
    clientClocks() {
      takeIn();
      return pairs;
    },
  };
}
