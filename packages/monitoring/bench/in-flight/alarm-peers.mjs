const HOUR_MS = 3_600_000;
const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;
const deviation = (values) =>
  Math.sqrt(sum(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1));

/**
 * When others raise the alarm of a step that still runs, by the durations before: `alarmMs` at their own limit, and
 * `oddity`, by which they can be given another one; larger is odder.
 *
 * @type {readonly { name: string, alarmMs: (durations: readonly number[]) => number, oddity: (durations: readonly number[], durationMs: number) => number }[]}
 */
export const ALARM_PEERS = [
  {
    name: "twice the mean of 5",
    alarmMs: (durations) => (durations.length === 0 ? Infinity : 2 * mean(durations.slice(-5))),
    oddity: (durations, durationMs) => (durations.length === 0 ? 0 : durationMs / mean(durations.slice(-5))),
  },
  {
    name: "mean + 3 sd of 20",
    alarmMs: (durations) => (durations.length < 2 ? Infinity : distance(durations, 3)),
    oddity: (durations, durationMs) =>
      durations.length < 2
        ? 0
        : (durationMs - mean(durations.slice(-20))) / (deviation(durations.slice(-20)) + 1e-9),
  },
  { name: "an hour, whatever it is", alarmMs: () => HOUR_MS, oddity: (_, durationMs) => durationMs },
];

function distance(durations, deviations) {
  const newest = durations.slice(-20);
  return mean(newest) + deviations * deviation(newest);
}
