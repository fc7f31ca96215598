import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("files-memory-program.mjs", import.meta.url));

/**
 * The most memory that a typed validation takes for a large file, in a process of its own; the file is made as it is
 * read, so that it needs no disk.
 *
 * @param {{ gigabytes: number }} options
 */
export async function measureMemory({ gigabytes }) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, String(gigabytes)], {
    encoding: "utf8",
    timeout: 3_600_000,
  });
  if (status !== 0) throw new Error(`The validation failed: ${stderr.trim().slice(-500)}`);
  const figures = JSON.parse(stdout.trim().split("\n").at(-1));
  const { megabytes, records, peakMegabytes, megabytesPerSecond } = figures;
  console.log(
    `${megabytes} MB, ${records} records: ${peakMegabytes} MB of memory at most, ${megabytesPerSecond} MB/s`,
  );
  return figures;
}
