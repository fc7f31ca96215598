// The transfers and listings alone; the same as: npm run bench files -- --part transfer
// Options: --megabytes 500, --rounds 3. Runs on the built package; asserts nothing.
import { parseArgs } from "node:util";
import { measureTransfer } from "./transfer/measure-transfer.mjs";

const { values } = parseArgs({
  options: { megabytes: { type: "string", default: "500" }, rounds: { type: "string", default: "3" } },
});
const figures = await measureTransfer({ megabytes: Number(values.megabytes), rounds: Number(values.rounds) });
console.log(JSON.stringify({ bench: "transfer", node: process.version, ...figures }));
