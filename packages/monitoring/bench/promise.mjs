import { holdContest } from "./contest.mjs";
import { toCurves, toFalseAlarms, toPower, toUnluckiest } from "./figures.mjs";
import { generateFleet } from "./generator/fleet.mjs";
import { PEERS } from "./peers.mjs";

const PROMISED = 0.005;

/**
 * The promise and the power on fleets of several seeds, with the right calendar and with a wrong one.
 *
 * @param {{ seeds: readonly number[], daily: number }} options
 */
export function measurePromise({ seeds, daily }) {
  const others = Math.round(daily / 4);
  return Object.fromEntries(
    seeds.map((seed) => {
      const fleet = generateFleet({ seed, daily, weekly: others, monthly: others });
      const right = measureOne(fleet, {});
      const wrong = measureOne(fleet, { isCalendarWrong: true, withPeers: false });
      tell(seed, right, wrong);
      return [seed, { "right calendar": right, "wrong calendar": wrong }];
    }),
  );
}

function measureOne(fleet, options) {
  const records = holdContest(fleet, options);
  const peers =
    options.withPeers === false
      ? {}
      : Object.fromEntries(
          PEERS.map(({ name, limit }, at) => [
            name,
            {
              falseAlarms: toFalseAlarms(records, ({ scores }) => Math.abs(scores[at]) > limit),
              found: toPower(records, ({ scores }) => Math.abs(scores[at])),
            },
          ]),
        );
  return {
    figures: records.length,
    realisedOverPromised: toCurves(records),
    unluckiestTenth: toUnluckiest(records, PROMISED),
    falseAlarms: toFalseAlarms(records, ({ chance }) => chance <= PROMISED),
    found: toPower(records, ({ chance }) => -chance),
    foundByWhoKnowsAllButNoise: toPower(records, ({ truth }) => Math.abs(truth)),
    peers,
  };
}

function tell(seed, right, wrong) {
  console.log(`Seed ${seed}, ${right.figures} figures. Found at 5 false alarms a 1,000 normal runs:`);
  const line = (name, { found, falseAlarms }) =>
    console.log(
      `  ${name.padEnd(32)} ${String(found.all).padStart(5)} %  (too much ${found["too much"]}, too little ${found["too little"]}); ` +
        `at its own limit ${falseAlarms.all} false alarms a 1,000, at month end ${falseAlarms["month end"]}`,
    );
  line("expectations", right);
  line("expectations, wrong calendar", wrong);
  for (const [name, figures] of Object.entries(right.peers)) line(name, figures);
  console.log(`  who knows all but the noise      ${right.foundByWhoKnowsAllButNoise.all} %`);
  const curve = (curves, part) => JSON.stringify(curves.realisedOverPromised[part]);
  for (const part of Object.keys(right.realisedOverPromised)) {
    console.log(
      `  realised over promised, ${part}: ${curve(right, part)}; wrong calendar ${curve(wrong, part)}`,
    );
  }
  console.log(
    `  unluckiest tenth of the series: ${right.unluckiestTenth} false alarms a 1,000 of 5 promised`,
  );
}
