import { generateFleet } from "../generator/fleet.mjs";
import { createRandom } from "../generator/random.mjs";
import { ALARM_PEERS } from "./alarm-peers.mjs";
import { toReliability } from "./reliability.mjs";
import { watchSteps } from "./watch-steps.mjs";

/** Of normal runs, on the side of what takes too long. */
const PROMISED = 0.0025;
const SIZES = [1.5, 2, 3, 5, 8];
const METHODS = ["expectations", ...ALARM_PEERS.map(({ name }) => name)];
const round = (figure, digits) => (figure === undefined ? undefined : Number(figure.toFixed(digits)));
const share = (part, whole) => (whole === 0 ? undefined : round((100 * part) / whole, 1));

/**
 * Steps that run: how many that take too long are told before they end and how soon, how many normal ones are told
 * falsely, and whether what is said of their end is right.
 *
 * @param {{ seeds: readonly number[], daily: number }} options
 */
export function measureInFlight({ seeds, daily }) {
  const others = Math.round(daily / 4);
  return Object.fromEntries(
    seeds.map((seed) => {
      const fleet = generateFleet({ seed, daily, weekly: others, monthly: others });
      const { steps, forecasts } = watchSteps(fleet, createRandom(seed + 1_000));
      const figures = toFigures(steps, forecasts);
      tell(seed, figures);
      return [seed, figures];
    }),
  );
}

function toFigures(steps, forecasts) {
  const closed = steps.filter(({ isOpen }) => !isOpen);
  const overruns = closed.filter(({ anomaly }) => anomaly?.side === "too-high");
  const normal = closed.filter(({ anomaly }) => anomaly === undefined);
  const methods = METHODS.map((name, at) => [name, toMethod(at, { overruns, normal })]);
  return {
    steps: closed.length,
    overruns: overruns.length,
    promisedFalseAlarms: PROMISED * 1_000,
    methods: Object.fromEntries(methods),
    reliability: toReliability(forecasts),
  };
}

function toMethod(at, { overruns, normal }) {
  const isTold = ({ alarmsMs, durationMs }) => durationMs > alarmsMs[at];
  const told = overruns.filter(isTold);
  const thousand = (some) => round((1_000 * some.filter(isTold).length) / some.length, 2);
  const waits = told.map(({ alarmsMs, trueMs }) => alarmsMs[at] / trueMs).sort((one, other) => one - other);
  const quantile = (part) => round(waits[Math.floor(part * (waits.length - 1))], 2);
  return {
    falseAlarms: thousand(normal),
    falseAlarmsAtMonthEnd: thousand(normal.filter(({ isMonthEnd }) => isMonthEnd)),
    toldBeforeTheEnd: share(told.length, overruns.length),
    bySize: toSizes(overruns, isTold),
    alarmOverExpected: { median: quantile(0.5), ninetieth: quantile(0.9) },
    toldAtThePromisedRate: toPower(at, { overruns, normal }),
  };
}

function toSizes(overruns, isTold) {
  return Object.fromEntries(
    SIZES.slice(1).map((to, at) => {
      const from = SIZES[at];
      const some = overruns.filter(({ anomaly: { factor } }) => factor >= from && factor < to);
      return [`${from} to ${to}`, share(some.filter(isTold).length, some.length)];
    }),
  );
}

/** The share that is told when a method may give as many false alarms as are promised. */
function toPower(at, { overruns, normal }) {
  const odd = normal.map(({ oddities }) => oddities[at]).sort((one, other) => other - one);
  const limit = odd[Math.floor(PROMISED * odd.length)];
  return share(overruns.filter(({ oddities }) => oddities[at] > limit).length, overruns.length);
}

function tell(seed, { steps, overruns, methods, reliability }) {
  console.log(`Seed ${seed}, in flight: ${steps} steps, ${overruns} of which take too long.`);
  for (const [name, figures] of Object.entries(methods)) {
    const { falseAlarms, falseAlarmsAtMonthEnd, toldBeforeTheEnd, alarmOverExpected } = figures;
    console.log(
      `  ${name.padEnd(24)} ${String(toldBeforeTheEnd).padStart(5)} % told before the end, after ${alarmOverExpected.median} of what was ` +
        `to be expected (90th percentile ${alarmOverExpected.ninetieth}); ${falseAlarms} false alarms a 1,000 (${falseAlarmsAtMonthEnd} ` +
        `at month ends); at ${PROMISED * 1_000} false alarms a 1,000 it tells ${figures.toldAtThePromisedRate} %`,
    );
  }
  console.log(`  said to be done by then, and was (without anomalies):`);
  for (const { said, done, doneWithoutAnomalies, asked } of reliability["at any time"].bins) {
    console.log(`    ${said} %: ${done} % (${doneWithoutAnomalies} %) of ${asked}`);
  }
  const likely = Object.entries(reliability).map(([name, { doneByLikely }]) => `${name} ${doneByLikely} %`);
  console.log(`  done by the moment that was likely in half of all cases: asked ${likely.join(", ")}`);
}
