const MINUTE_MS = 60_000;

/**
 * What a host tells of a run, by its own clock, and when that comes in: the start and the end apart, one in fifty twice,
 * one in a hundred so late that it comes in after what was told later.
 */
export function drawTellings(random, { operation, run }, clockErrors) {
  const exponential = (meanMs) => -meanMs * Math.log(1 - random.uniform());
  const { startedMs, finishedMs, ...about } = run;
  const client = operation.host;
  const errorMs = Math.round(clockErrors.get(client));
  const tell = (trueMs, times) => {
    const onTheWayMs = exponential(random.chance(0.01) ? 5 * MINUTE_MS : 8_000);
    const telling = { ...about, client, ...times };
    const first = { atMs: trueMs + onTheWayMs, clientMs: trueMs + errorMs, telling };
    return random.chance(0.02) ? [first, { ...first, atMs: first.atMs + exponential(MINUTE_MS) }] : [first];
  };
  return [
    ...tell(startedMs, { startedMs: startedMs + errorMs }),
    ...tell(finishedMs, { startedMs: startedMs + errorMs, finishedMs: finishedMs + errorMs }),
  ];
}
