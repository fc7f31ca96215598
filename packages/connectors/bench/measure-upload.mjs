import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startSimulatorProcess } from "./simulator-process.mjs";
import { use } from "./use.mjs";

const program = fileURLToPath(new URL("upload-program.mjs", import.meta.url));
const run = promisify(execFile);

/**
 * A large upload in chunks, with the memory that it takes, beside the same chunks sent as plainly as can be.
 *
 * @param {{ gigabytes: number }} options
 */
export async function measureUpload({ gigabytes }) {
  return use(await startSimulatorProcess("anaplan"), async ({ facts }) => {
    const figures = {};
    for (const packing of ["raw", "gzip"]) {
      for (const who of ["plain", "connector"]) {
        const options = [program, who, String(gigabytes), packing, JSON.stringify(facts)];
        const { stdout } = await run(process.execPath, options, { timeout: 1_800_000 });
        figures[`${who}, ${packing}`] = tell(`${who} ${packing}`, JSON.parse(stdout));
      }
    }
    return figures;
  });
}

function tell(name, measured) {
  const { megabytes, chunks, megabytesPerSecond, peakMegabytes } = measured;
  console.log(
    `upload ${name}: ${megabytes} MB in ${chunks} chunks, ${megabytesPerSecond} MB/s, ${peakMegabytes} MB of memory at most`,
  );
  return measured;
}
