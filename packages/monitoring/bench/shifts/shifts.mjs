import { generateFleet, SHIFT_RUNS } from "../generator/fleet.mjs";
import { PEERS } from "../peers.mjs";
import { watchShifts } from "./watch-shifts.mjs";

/** A smaller shift is no new level to anybody. */
const LEAST_FACTOR = 1.3;
/** So near is what is expected to the new level when that is believed; a base that one run moves farther has jumped. */
const NEAR = Math.log(1.15);
/** With fewer runs a series is still finding its level. */
const SETTLED_RUNS = 20;
const LARGE_FACTOR = 1.6;
const round = (figure, digits) => (figure === undefined ? undefined : Number(figure.toFixed(digits)));
const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => (values.length === 0 ? undefined : round(sum(values) / values.length, 2));
const share = (part, whole) => (whole === 0 ? undefined : round((100 * part) / whole, 1));

/**
 * Level shifts, announced and not: how many alerts each brings, how soon the new level is believed, and how often one is
 * believed that is not there.
 *
 * @param {{ seeds: readonly number[], daily: number }} options
 */
export function measureShifts({ seeds, daily }) {
  const others = Math.round(daily / 4);
  return Object.fromEntries(
    seeds.map((seed) => {
      const records = watchShifts(generateFleet({ seed, daily, weekly: others, monthly: others }));
      const shifts = toShifts(records);
      const figures = {
        unannounced: toFigures(shifts.filter(({ isAnnounced }) => !isAnnounced)),
        announced: toFigures(shifts.filter(({ isAnnounced }) => isAnnounced)),
        falseDeclarations: toFalseDeclarations(records),
      };
      tell(seed, figures);
      return [seed, figures];
    }),
  );
}

/** Shifts that are large enough, in series that go on long enough, each with what came of it. */
function toShifts(records) {
  const bySeries = new Map();
  for (const record of records) {
    const { series, shift } = record;
    if (shift === undefined || Math.abs(Math.log(shift.factor)) < Math.log(LEAST_FACTOR)) continue;
    bySeries.set(series, [...(bySeries.get(series) ?? []), { ...record, since: record.at - shift.at }]);
  }
  return [...bySeries.values()]
    .filter(([{ since, runsLeft }]) => since + runsLeft >= SHIFT_RUNS)
    .map(toShift);
}

function toShift(records) {
  const [{ shift }] = records;
  const usual = records.filter(({ isAnomaly }) => !isAnomaly);
  const after = usual.filter(({ since }) => since >= 0 && since < SHIFT_RUNS);
  const before = usual.filter(({ since }) => since < 0 && since >= -SHIFT_RUNS);
  const isTold = (at) => (record) => Math.abs(record.scores[at]) > PEERS[at].limit;
  const count = (some, isIt) => some.filter(isIt).length;
  const believed = usual.find(
    ({ since, miss }) => since > 0 && since <= SHIFT_RUNS && miss !== undefined && miss <= NEAR,
  );
  return {
    isAnnounced: shift.isAnnounced,
    isLarge: Math.abs(Math.log(shift.factor)) >= Math.log(LARGE_FACTOR),
    alerts: count(after, ({ isOdd }) => isOdd),
    alertsBefore: count(before, ({ isOdd }) => isOdd),
    peerAlerts: PEERS.map((_, at) => count(after, isTold(at))),
    peerAlertsBefore: PEERS.map((_, at) => count(before, isTold(at))),
    believedAfter: believed?.since,
  };
}

function toFigures(shifts) {
  const parts = { all: () => true, large: ({ isLarge }) => isLarge, small: ({ isLarge }) => !isLarge };
  const named = Object.entries(parts).map(([name, holds]) => [name, toPart(shifts.filter(holds))]);
  const peers = PEERS.map(({ name }, at) => [
    name,
    {
      alertsAShift: mean(shifts.map(({ peerAlerts }) => peerAlerts[at])),
      inTheRunsBefore: mean(shifts.map(({ peerAlertsBefore }) => peerAlertsBefore[at])),
    },
  ]);
  return { ...Object.fromEntries(named), peers: Object.fromEntries(peers) };
}

function toPart(shifts) {
  const waits = shifts.map(({ believedAfter }) => believedAfter ?? Infinity).sort((a, b) => a - b);
  const quantile = (part) => waits[Math.floor(part * (waits.length - 1))];
  return {
    shifts: shifts.length,
    alertsAShift: mean(shifts.map(({ alerts }) => alerts)),
    inTheRunsBefore: mean(shifts.map(({ alertsBefore }) => alertsBefore)),
    withoutAnyAlert: share(shifts.filter(({ alerts }) => alerts === 0).length, shifts.length),
    runsUntilBelieved: { median: quantile(0.5), ninetieth: toWithin(quantile(0.9)) },
    believedWithin20: share(waits.filter((wait) => wait <= SHIFT_RUNS).length, shifts.length),
  };
}

/** JSON has no infinity. */
const toWithin = (wait) => (wait === Infinity ? `more than ${SHIFT_RUNS}` : wait);

/**
 * Runs after which the base has moved by more than 15 percent and by more than half of what surprised, as it does only
 * where a new level is believed; of settled series within whose latest 20 runs nothing has shifted.
 */
function toFalseDeclarations(records) {
  const settled = records.filter(({ runs, isQuiet }) => runs > SETTLED_RUNS && isQuiet);
  const rateOf = (some) => {
    const jumps = some.filter(
      ({ moved, surprise }) => Math.abs(moved) > NEAR && moved / surprise > 0.5,
    ).length;
    return { runs: some.length, jumps, aThousandRuns: round((1_000 * jumps) / some.length, 2) };
  };
  const kinds = ["daily", "weekly", "monthly"];
  const byKind = kinds.map((kind) => [kind, rateOf(settled.filter(({ series }) => series.startsWith(kind)))]);
  return { all: rateOf(settled), ...Object.fromEntries(byKind) };
}

function tell(seed, { unannounced, announced, falseDeclarations }) {
  for (const [name, { peers, ...parts }] of Object.entries({ unannounced, announced })) {
    console.log(
      `Seed ${seed}, ${name} shifts of a factor of ${LEAST_FACTOR} and more (large: ${LARGE_FACTOR}):`,
    );
    for (const [part, figures] of Object.entries(parts)) {
      const { shifts, alertsAShift, inTheRunsBefore, runsUntilBelieved, believedWithin20 } = figures;
      console.log(
        `  ${part.padEnd(8)} ${shifts} shifts: ${alertsAShift} alerts in the ${SHIFT_RUNS} runs after (${inTheRunsBefore} in those before), ` +
          `none at all after ${figures.withoutAnyAlert} %; believed after ${runsUntilBelieved.median} runs (90th percentile ` +
          `${runsUntilBelieved.ninetieth}), within ${SHIFT_RUNS} ${believedWithin20} %`,
      );
    }
    for (const [peer, { alertsAShift, inTheRunsBefore }] of Object.entries(peers))
      console.log(
        `  ${peer.padEnd(32)} ${alertsAShift} alerts a shift (${inTheRunsBefore} in the runs before)`,
      );
  }
  const { all } = falseDeclarations;
  console.log(
    `  levels believed that are not there: ${all.jumps} in ${all.runs} runs, ${all.aThousandRuns} a 1,000`,
  );
}
