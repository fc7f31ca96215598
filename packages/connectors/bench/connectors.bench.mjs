// What the connectors cost against the simulators, part by part. Runs on the built package; asserts nothing.
// Options: --part upload (default: every part), --gigabytes 1, --loads 200, --rows 200000.
import { parseArgs } from "node:util";

/** Each part prints its lines and returns its figures. */
const PARTS = {
  upload: async (options) => (await import("./measure-upload.mjs")).measureUpload(options),
  calls: async () => (await import("./measure-calls.mjs")).measureCalls(),
  notice: async () => (await import("./measure-notice.mjs")).measureNotice(),
  parallel: async (options) => (await import("./measure-parallel.mjs")).measureParallel(options),
  salesforce: async (options) => (await import("./measure-salesforce.mjs")).measureSalesforce(options),
};

const { values } = parseArgs({
  options: {
    part: { type: "string", multiple: true, default: Object.keys(PARTS) },
    gigabytes: { type: "string", default: "1" },
    loads: { type: "string", default: "200" },
    rows: { type: "string", default: "200000" },
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
    gigabytes: Number(values.gigabytes),
    loads: Number(values.loads),
    rows: Number(values.rows),
  });
}
console.log(JSON.stringify({ bench: "connectors", node: process.version, ...figures }));
