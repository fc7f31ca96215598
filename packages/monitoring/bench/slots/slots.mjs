import { createRandom } from "../generator/random.mjs";
import { generateSlotWorld } from "../generator/slots/slot-world.mjs";
import { toIncidentFigures } from "./incident-figures.mjs";
import { createLearnedLateness } from "./learned-lateness.mjs";
import { liveThrough } from "./live-through.mjs";
import { toSlotFigures, toSlotRates } from "./slot-figures.mjs";

/**
 * Slots, incidents and notices through changing clocks, crashes, outages of the monitor, wrong clocks and reordered news,
 * over a real log; the size of the world does not depend on the options.
 *
 * @param {{ seeds: readonly number[] }} options
 */
export async function measureSlots({ seeds }) {
  const figures = {};
  for (const seed of seeds) {
    figures[seed] = await measureOne(seed);
    tell(seed, figures[seed]);
  }
  return figures;
}

async function measureOne(seed) {
  const { operations, clockErrors, seasons } = generateSlotWorld({ seed });
  const random = createRandom(seed + 1_000);
  const lateness = createLearnedLateness();
  const ofSlots = [];
  const lives = {};
  for (const season of seasons) {
    const life = await liveThrough({ season, operations, lateness, random });
    const figures = toSlotFigures(season, life.heard);
    ofSlots.push(figures);
    lives[season.season] = { ...toSlotRates([figures]), ...(await toIncidentFigures(life, season)) };
    await life.log.close();
  }
  const worstClockMs = Math.max(...[...clockErrors.values()].map(Math.abs));
  return {
    ...{ operations: operations.length, worstClockSeconds: Math.round(worstClockMs / 1_000) },
    all: toSlotRates(ofSlots),
    ...lives,
  };
}

function tell(seed, { operations, all, spring, autumn }) {
  console.log(
    `Seed ${seed}, ${all.slots} slots of ${operations} operations, the spring with nothing learned before:`,
  );
  for (const [name, figures] of Object.entries({ spring, autumn })) {
    console.log(
      `  ${name}: ${figures.falseLateAThousand} false late a 1,000 slots (of ${figures.falselyLate} ${figures.falselyLateOnTheFirstDay} on the first ` +
        `day and ${figures.falselyLateByLateNews} since the news came late), ${figures.falseMissedAThousand} false missed, ${figures.falselyUnexpected} runs falsely unexpected and ` +
        `${figures.falselyOverlapping} overlapping`,
    );
    tellLife(figures);
  }
  console.log(
    `  ${all.lateTold} of ${all.late} late slots told; of ${all.missed} missed ones ${all.missedLost} lost, ${all.missedDoubled} told ` +
      `twice (the run of another slot stands in ${all.missedFilledByAnother})`,
  );
  for (const { minutes, falseLateAThousand, lateTold } of all.fixedGraces)
    console.log(
      `  a grace of ${minutes} minutes: ${falseLateAThousand} false late a 1,000, ${lateTold} of ${all.late} late ones told`,
    );
}

function tellLife({ causes, ...life }) {
  console.log(
    `    down for ${life.minutesDown} minutes in ${life.downtimes} times (${life.minutesDownBeyondItsGap} in those that it has to tell), ` +
      `${life.minutesReportedUnknown} reported unknown; ${life.crashes} crashes in the midst of work; ` +
      `${life.symptoms} symptoms, ${life.symptomsDoubled} doubled (${life.toldAgainInVain} told again in vain); ` +
      `${life.notices} notices, ${life.noticesDoubled} doubled (${life.sentAgainUnderOneKey} sent again under one key)`,
  );
  const lines = Object.entries(causes).map(
    ([kind, { causes: count, symptoms, incidents }]) => `${kind} ${count} causes, ${symptoms}, ${incidents}`,
  );
  console.log(`    causes, symptoms, incidents: ${lines.join("; ")}`);
  console.log(
    `    of ${life.incidents} incidents ${life.incidentsOfSeveralCauses} are of several causes; ${life.notToldToAnybody} were over before ` +
      `anybody was told, ${life.missedNotToldToAnybody} of them missed slots`,
  );
}
