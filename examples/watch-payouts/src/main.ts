import { parseArgs } from "node:util";
import { walkThrough } from "./walk-through.js";

const { values } = parseArgs({ options: { json: { type: "boolean" } } });
const result = await walkThrough((line) => values.json || console.log(line));
if (values.json) console.log(JSON.stringify(result));
