const MINUTE_MS = 60_000;
const MISSED = 0.003;
const LATE = 0.008;
/** Of the operations that run while their environment is down, so many are given up. */
const GIVEN_UP = 0.4;

/**
 * What truly becomes of a slot: its run, or none, and the cause of what is wrong with it.
 *
 * The start is late by the offset of its operation, more or less, and by what it waits in a queue where that is busy.
 */
export function drawRun(random, slot, bursts) {
  const { operation, instantMs } = slot;
  const exponential = (meanMs) => -meanMs * Math.log(1 - random.uniform());
  const usualMs = operation.offsetMs * Math.exp(0.15 * random.normal());
  const queuedMs = random.chance(operation.busyShare) ? exponential(operation.waitMs) : 0;
  let startedMs = Math.round(instantMs + usualMs + queuedMs);
  let durationMs = operation.durationMs * Math.exp(0.2 * random.normal());
  const [isMissed, isLate] = [random.chance(MISSED), random.chance(LATE)];
  const [lateMs, waitMs] = [random.between(20, 50) * MINUTE_MS, random.between(1, 30) * MINUTE_MS];
  const [isGivenUp, isTooLong] = [random.chance(GIVEN_UP), random.chance(MISSED)];
  const burst = bursts.find(
    ({ environment, fromMs, toMs }) =>
      environment === operation.environment && startedMs >= fromMs && startedMs < toMs,
  );
  let cause;
  if (burst?.kind === "down") {
    cause = burst.id;
    if (isGivenUp) return { slot, cause, isMissed: true };
    startedMs = burst.toMs + waitMs;
  } else if (burst !== undefined) {
    cause = burst.id;
    startedMs += lateMs;
  } else if (isMissed) return { slot, cause: `missed:${slot.id}`, isMissed };
  else if (isLate) {
    cause = `late:${slot.id}`;
    startedMs += lateMs;
  }
  // Longer than an hour, so that the next run of an hourly one meets it.
  if (operation.isHourly && isTooLong) durationMs += 65 * MINUTE_MS;
  const run = {
    runId: `run-${slot.id}`,
    trigger: "automatic",
    startedMs,
    finishedMs: startedMs + durationMs,
  };
  return { slot, cause, isMissed: false, run: operation.namesSlots ? { ...run, slotId: slot.id } : run };
}

/** Runs that belong to no slot: people's own, three in a hundred, and backfills of five in a row. */
export function drawOtherRuns(random, slots) {
  return slots.flatMap((slot, at) => {
    const { operation, instantMs } = slot;
    const [isManual, isBackfilled] = [random.chance(0.03), random.chance(0.01 / 5)];
    const startedMs = instantMs + random.between(2, 50) * MINUTE_MS;
    const take = (trigger, place) => ({
      ...{ runId: `${trigger}-${at}-${place}`, trigger },
      startedMs: startedMs + place * operation.durationMs,
      finishedMs: startedMs + (place + 1) * operation.durationMs - 1,
    });
    const backfilled = isBackfilled ? [0, 1, 2, 3, 4].map((place) => take("related", place)) : [];
    return [...(isManual ? [take("manual", 0)] : []), ...backfilled].map((run) => ({ operation, run }));
  });
}
