import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { walkThrough } from "./walk-through.js";

const folder = process.argv[2] ?? (await mkdtemp(join(tmpdir(), "spm-feeds-")));
await walkThrough(folder, (line) => console.log(line));
console.log(`Look at orders-feed.ts in ${folder}.`);
