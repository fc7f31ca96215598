// What the file gate of this package costs, part by part, beside others. Runs on the built package; asserts nothing.
// Options: --part validation (default: every part), and those of the parts: --rows 1000000, --rounds 3, --gigabytes 10.
import { parseArgs } from "node:util";

/** Each part prints its lines and returns its figures. */
const PARTS = {
  validation: async (options) => (await import("./files-validation.mjs")).measureValidation(options),
  memory: async (options) => (await import("./files-memory.mjs")).measureMemory(options),
  transfer: async (options) => (await import("./transfer/measure-transfer.mjs")).measureTransfer(options),
};

const { values } = parseArgs({
  options: {
    part: { type: "string", multiple: true, default: Object.keys(PARTS) },
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "3" },
    gigabytes: { type: "string", default: "10" },
  },
});
const unknown = values.part.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. There is: ${Object.keys(PARTS).join(", ")}.`);
  process.exit(2);
}
const figures = {};
for (const part of values.part) {
  figures[part] = await PARTS[part]({
    rows: Number(values.rows),
    rounds: Number(values.rounds),
    gigabytes: Number(values.gigabytes),
  });
}
console.log(JSON.stringify({ bench: "files", node: process.version, ...figures }));
