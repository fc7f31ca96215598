import { defineSchedule } from "../../../../core/dist/index.js";

const MINUTE_MS = 60_000;
/** One an environment; all but one of them change their clocks. */
const ENVIRONMENTS = [
  { environment: "sales", zone: "Europe/Berlin" },
  { environment: "partners", zone: "America/New_York" },
  { environment: "retail", zone: "Australia/Sydney" },
  { environment: "services", zone: "Asia/Kolkata" },
];
const HOURLY = 2;
const NIGHTLY = 3;
const HOSTS = 3;

/**
 * Scheduled operations of four environments: some every hour, and a chain every night through the hour in which clocks
 * change, each step downstream of the one before. Each is run by one of the environment's hosts, which have clocks of
 * their own.
 *
 * @param {import("../random.mjs").createRandom} random
 */
export function drawScheduledOperations(random) {
  return ENVIRONMENTS.flatMap(({ environment, zone }, place) => {
    const minutesApart = Math.floor(random.between(20, 40));
    return Array.from({ length: HOURLY + NIGHTLY }, (_, at) => {
      const id = `${environment}-${at}`;
      const step = at - HOURLY;
      // The second step of the night stands in the hour that is skipped or shown twice.
      const minute = step === 1 ? 150 : 150 + (step - 1) * minutesApart;
      const cron =
        step < 0
          ? `${Math.floor(random.between(0, 60))} * * * *`
          : `${minute % 60} ${Math.floor(minute / 60)} * * *`;
      const host = `${environment}-host-${(place + at) % HOSTS}`;
      return {
        ...{ id, environment, host, isHourly: step < 0 },
        upstream: step > 0 ? [`${environment}-${at - 1}`] : undefined,
        schedule: defineSchedule({
          id: `${id}-schedule`,
          rule: { cron },
          zone,
          overlap: step < 0 ? "both" : "first",
        }),
        namesSlots: random.chance(0.5),
        // Always as late: what a fixed grace either always tells or never.
        offsetMs: 2 * MINUTE_MS * Math.exp(0.8 * random.normal()),
        // And besides, as in any queue: not at all, or with an exponential tail.
        busyShare: random.between(0.05, 0.5),
        waitMs: random.logBetween(0.5, 6) * MINUTE_MS,
        durationMs: random.logBetween(MINUTE_MS, 20 * MINUTE_MS),
      };
    });
  });
}

/** How far each host's clock is ahead: a normal one of 20 seconds, of one in a hundred 5 minutes; of the first always. */
export function drawClockErrors(random, operations) {
  const hosts = [...new Set(operations.map(({ host }) => host))];
  return new Map(
    hosts.map((host, at) => {
      const usual = 20_000 * random.normal();
      const side = random.chance(0.5) ? 1 : -1;
      return [host, random.chance(0.01) || at === 0 ? side * 5 * MINUTE_MS : usual];
    }),
  );
}
