// Slots a second of cron schedules in a zone over ten years, beside croner. Runs on the built package; asserts nothing.
import { performance } from "node:perf_hooks";
import { Cron } from "croner";
import { defineSchedule, slotsBetween } from "../dist/index.js";

const ZONE = "America/New_York";
const FROM_MS = Date.UTC(2026, 0, 1);
const TO_MS = Date.UTC(2036, 0, 1);
// croner takes half a minute for ten years of quarter hours; one year tells its speed as well.
const RULES = [
  { name: "nightly", cron: "0 22 * * *", years: 10 },
  { name: "every 15 minutes", cron: "*/15 * * * *", years: 1 },
  { name: "first Monday or the 1st, quarterly", cron: "30 6 1 1,4,7,10 1#1", years: 10 },
];

function yearsFrom(years) {
  return { fromMs: FROM_MS, toMs: Math.min(TO_MS, Date.UTC(2026 + years, 0, 1)) };
}

/** @returns {{ slots: number, slotsPerSecond: number }} */
function measure(count) {
  const begun = performance.now();
  const slots = count();
  return { slots, slotsPerSecond: Math.round((slots * 1_000) / (performance.now() - begun)) };
}

function ours(cron, { fromMs, toMs }) {
  const schedule = defineSchedule({ id: "bench", rule: { cron }, zone: ZONE });
  let slots = 0;
  for (const _slot of slotsBetween(schedule, { fromMs, toMs })) slots += 1;
  return slots;
}

function croner(cron, { fromMs, toMs }) {
  const job = new Cron(cron, { timezone: ZONE });
  let slots = 0;
  for (let next = job.nextRun(new Date(fromMs - 1)); next !== null && next.getTime() < toMs; slots += 1) {
    next = job.nextRun(next);
  }
  return slots;
}

const figures = RULES.map(({ name, cron, years }) => {
  const period = yearsFrom(years);
  // The first reading includes what both learn once about a zone.
  const cold = measure(() => ours(cron, period));
  return {
    name,
    cron,
    years,
    cold,
    ours: measure(() => ours(cron, period)),
    croner: measure(() => croner(cron, period)),
  };
});
for (const { name, years, cold, ours: warm, croner: peer } of figures) {
  console.log(
    `${name}, ${years} years: ${warm.slots} slots, ${warm.slotsPerSecond} a second (cold ${cold.slotsPerSecond}); ` +
      `croner ${peer.slots} slots, ${peer.slotsPerSecond} a second`,
  );
}
console.log(JSON.stringify({ bench: "schedule", zone: ZONE, figures }));
