import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { walkThrough } from "./walk-through.js";

const { values } = parseArgs({ options: { json: { type: "boolean" } } });
const folder = await mkdtemp(join(tmpdir(), "spm-example-"));
const result = await walkThrough(folder, (line) => values.json || console.log(line));
console.log(values.json ? JSON.stringify(result) : `What it kept lies in ${folder}.`);
