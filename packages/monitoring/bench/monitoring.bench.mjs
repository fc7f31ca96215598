// How the promise of the expectations is kept and what they find, beside others, on generated fleets whose anomalies are
// known: at the end of runs, while they run, and where a level shifts. What becomes of slots, incidents and notices through
// crashes and changing clocks. And what a judgement costs. Runs on the built package; asserts nothing.
// Options: --seeds 11,21 (never used to choose anything in the package), --operations 600 (daily ones; others in proportion;
// the world of slots has its own size), --part promise (default: every part).
import { parseArgs } from "node:util";
import { measureCost } from "./cost.mjs";
import { measureInFlight } from "./in-flight/in-flight.mjs";
import { measurePromise } from "./promise.mjs";
import { measureShifts } from "./shifts/shifts.mjs";
import { measureSlots } from "./slots/slots.mjs";

const PARTS = {
  promise: measurePromise,
  "in-flight": measureInFlight,
  shifts: measureShifts,
  slots: measureSlots,
  cost: measureCost,
};

const { values } = parseArgs({
  options: {
    part: { type: "string", multiple: true, default: Object.keys(PARTS) },
    seeds: { type: "string", default: "11,21" },
    operations: { type: "string", default: "600" },
  },
});
const unknown = values.part.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. There is: ${Object.keys(PARTS).join(", ")}.`);
  process.exit(2);
}
const options = { seeds: values.seeds.split(",").map(Number), daily: Number(values.operations) };
const figures = {};
for (const part of values.part) figures[part] = await PARTS[part](options);
console.log(JSON.stringify({ bench: "monitoring", node: process.version, ...options, ...figures }));
