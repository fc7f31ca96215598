import { ASKED_AT } from "./watch-steps.mjs";

const BINS = 10;
const percent = (part, whole) => (whole === 0 ? undefined : Number(((100 * part) / whole).toFixed(1)));

/**
 * Of the steps of which it was said that they would be done by a moment with such a chance: how many were.
 *
 * @param {readonly { askedAt: number, isNormal: boolean, chance: number, isDone: boolean }[]} forecasts
 */
export function toReliability(forecasts) {
  const all = { "at any time": () => true };
  for (const moment of ASKED_AT) {
    all[moment === 0 ? "at its begin" : `at ${moment} of the typical`] = ({ askedAt }) => askedAt === moment;
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, holds]) => {
      const asked = forecasts.filter(holds);
      return [name, { bins: toBins(asked), doneByLikely: percent(countLikely(asked), asked.length) }];
    }),
  );
}

const countLikely = (asked) => asked.filter(({ isDoneByLikely }) => isDoneByLikely).length;

function toBins(forecasts) {
  return Array.from({ length: BINS }, (_, bin) => {
    const inBin = forecasts.filter(({ chance }) => Math.min(BINS - 1, Math.floor(chance * BINS)) === bin);
    const normal = inBin.filter(({ isNormal }) => isNormal);
    const done = (some) => percent(some.filter(({ isDone }) => isDone).length, some.length);
    const said = inBin.reduce((total, { chance }) => total + chance, 0);
    return {
      said: percent(said, inBin.length),
      done: done(inBin),
      doneWithoutAnomalies: done(normal),
      asked: inBin.length,
    };
  });
}
