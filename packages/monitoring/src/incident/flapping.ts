import type { CorrelationRules } from "./correlation-policy.js";
import type { Symptom } from "./symptom.js";

/** How many pieces of time are looked at, and what the oldest and the latest of them weigh (as Nagios weighs checks). */
const PIECES = 21;
const OLDEST_WEIGHT = 0.8;
const LATEST_WEIGHT = 1.2;

/**
 * How much of the recent past held changes between raised and cleared, from 0 to 1, of the key that changed the most.
 * Later pieces of time weigh more.
 */
export function flapShare(
  tellings: readonly Symptom[],
  { flapping: { everyMs } }: Pick<CorrelationRules, "flapping">,
  now: number,
): number {
  const keys = new Set(tellings.map(({ key }) => key));
  return Math.max(0, ...[...keys].map((key) => shareOf(changesOf(tellings, key), everyMs, now)));
}

/** When the state of a key changed. That it was raised first is no change. */
function changesOf(tellings: readonly Symptom[], key: string): readonly number[] {
  const inOrder = tellings.filter((telling) => telling.key === key).sort((one, other) => one.at - other.at);
  return inOrder
    .filter(({ state }, index) => index > 0 && state !== inOrder[index - 1]?.state)
    .map(({ at }) => at);
}

function shareOf(changesMs: readonly number[], everyMs: number, now: number): number {
  const ages = changesMs.map((at) => Math.floor((now - at) / everyMs));
  const changed = new Set(ages.filter((age) => age >= 0 && age < PIECES));
  const weightOf = (age: number) => LATEST_WEIGHT - ((LATEST_WEIGHT - OLDEST_WEIGHT) * age) / (PIECES - 1);
  const weight = [...changed].reduce((sum, age) => sum + weightOf(age), 0);
  // The weights of all pieces have a mean of one.
  return weight / PIECES;
}
