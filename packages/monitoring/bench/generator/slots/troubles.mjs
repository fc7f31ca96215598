const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * The times in which a whole environment is down or slow; each begins shortly before a nightly slot, so that several
 * operations fall into it.
 */
export function drawBursts(random, operations, { slots, days }) {
  const environments = [...new Set(operations.map(({ environment }) => environment))];
  return environments.flatMap((environment) => {
    const nightly = slots.filter(
      ({ operation, instantMs }) =>
        operation.environment === environment &&
        !operation.isHourly &&
        instantMs > days.fromMs + 2 * DAY_MS &&
        instantMs < days.toMs - HOUR_MS,
    );
    return ["down", "slow"].map((kind) => {
      const { instantMs } = nightly[Math.floor(random.uniform() * nightly.length)];
      const fromMs = instantMs - random.between(5, 30) * MINUTE_MS;
      const toMs = fromMs + random.logBetween(0.75, 4) * HOUR_MS;
      return {
        id: `${kind}:${environment}@${new Date(fromMs).toISOString()}`,
        kind,
        environment,
        fromMs,
        toMs,
      };
    });
  });
}

/** When the monitor is not there: after crashes for up to 20 minutes, and twice for 1 to 30 hours. In order. */
export function drawDowntimes(random, { fromMs, toMs }) {
  const times = [];
  const exponential = (meanMs) => -meanMs * Math.log(1 - random.uniform());
  for (let atMs = fromMs + exponential(DAY_MS); atMs < toMs; atMs += exponential(DAY_MS))
    times.push({ fromMs: atMs, toMs: atMs + random.between(0, 20) * MINUTE_MS });
  for (const _ of [1, 2]) {
    const atMs = random.between(fromMs + 2 * DAY_MS, toMs - 2 * DAY_MS);
    times.push({ fromMs: atMs, toMs: atMs + random.logBetween(1, 30) * HOUR_MS });
  }
  return join(times);
}

function join(times) {
  const joined = [];
  for (const time of times.sort((one, other) => one.fromMs - other.fromMs)) {
    const last = joined.at(-1);
    if (last === undefined || time.fromMs > last.toMs) joined.push({ ...time });
    else last.toMs = Math.max(last.toMs, time.toMs);
  }
  return joined;
}
