import { slotsBetween } from "../../../../core/dist/index.js";
import { createRandom } from "../random.mjs";
import { drawClockErrors, drawScheduledOperations } from "./scheduled-operations.mjs";
import { drawOtherRuns, drawRun } from "./slot-runs.mjs";
import { drawTellings } from "./tellings.mjs";
import { drawBursts, drawDowntimes } from "./troubles.mjs";

/** Both hold changes of the clocks in Europe, and in America or Australia. */
const SEASONS = [
  { season: "spring", fromMs: Date.UTC(2026, 2, 28), toMs: Date.UTC(2026, 3, 6) },
  { season: "autumn", fromMs: Date.UTC(2026, 9, 24), toMs: Date.UTC(2026, 10, 2) },
];
/** Things go on after a season, so that all that is to come of its slots may come. */
export const AFTERWARDS_MS = 8 * 3_600_000;

/**
 * Scheduled operations through two times of changing clocks, with all that truly happens, and what is told of it, when.
 *
 * @param {{ seed: number }} options
 */
export function generateSlotWorld({ seed }) {
  const random = createRandom(seed);
  const operations = drawScheduledOperations(random);
  const clockErrors = drawClockErrors(random, operations);
  const seasons = SEASONS.map((days) => ({
    ...days,
    ...drawSeason(random, { operations, clockErrors, days }),
  }));
  return { operations, clockErrors, seasons };
}

function drawSeason(random, { operations, clockErrors, days }) {
  const slots = operations.flatMap((operation) =>
    [...slotsBetween(operation.schedule, { ...days, toMs: days.toMs + AFTERWARDS_MS })]
      .filter(({ skippedBy }) => skippedBy === undefined)
      .map((slot) => ({ ...slot, operation })),
  );
  const bursts = drawBursts(random, operations, { slots, days });
  const truths = slots.map((slot) => drawRun(random, slot, bursts));
  const ofSlots = truths.flatMap(({ slot, run }) =>
    run === undefined ? [] : [{ operation: slot.operation, run }],
  );
  const runs = [...ofSlots, ...drawOtherRuns(random, slots)];
  const tellings = runs.flatMap((each) =>
    drawTellings(random, each, clockErrors).map((telling) => ({ ...telling, operation: each.operation })),
  );
  return {
    ...{ truths, runs, bursts },
    tellings: tellings.sort((one, other) => one.atMs - other.atMs),
    outages: bursts.filter(({ kind }) => kind === "down").flatMap((burst) => toAvailability(random, burst)),
    downtimes: drawDowntimes(random, days),
  };
}

/** What a watch over availability tells of an outage: the beginning and the end, each after some minutes. */
function toAvailability(random, { environment, fromMs, toMs, id }) {
  const about = { key: `availability:${environment}`, kind: "down", severity: "critical", environment };
  return [
    { state: "raised", trueMs: fromMs, explanation: `${environment} does not answer.` },
    { state: "cleared", trueMs: toMs, explanation: `${environment} answers again.` },
  ].map(({ trueMs, ...said }) => {
    const at = Math.round(trueMs + random.between(1, 6) * 60_000);
    return { cause: id, symptom: { ...about, ...said, subject: environment, at } };
  });
}
