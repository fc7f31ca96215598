import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { walkThrough } from "./walk-through.js";

const folder = await mkdtemp(join(tmpdir(), "spm-disputes-"));
try {
  await walkThrough(join(folder, "log.sqlite"), (line) => console.log(line));
} finally {
  await rm(folder, { recursive: true });
}
