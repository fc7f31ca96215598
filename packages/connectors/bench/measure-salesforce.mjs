import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startSimulatorProcess } from "./simulator-process.mjs";
import { use } from "./use.mjs";

const program = fileURLToPath(new URL("salesforce-program.mjs", import.meta.url));
const run = promisify(execFile);

/**
 * The same file upserted by the connector and by jsforce, each in a process of its own, each into a fresh org.
 *
 * @param {{ rows: number }} options
 */
export async function measureSalesforce({ rows }) {
  const folder = mkdtempSync(join(tmpdir(), "spm-bench-"));
  try {
    const path = join(folder, "lines.csv");
    const lines = Array.from({ length: rows }, (_, at) => `L-${at},Participant ${at % 500},${at}.50\n`);
    writeFileSync(path, `Ext_Id__c,Participant__c,Amount__c\n${lines.join("")}`);
    const installed = spawnSync(
      "npm",
      ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, "jsforce@3"],
      {
        encoding: "utf8",
        timeout: 300_000,
      },
    );
    const contestants = installed.status === 0 ? ["connector", "jsforce"] : ["connector"];
    if (installed.status !== 0)
      console.log(`salesforce: jsforce could not be installed: ${installed.stderr.trim().slice(-200)}`);
    const figures = { rows, megabytes: Math.round(statSync(path).size / 1e5) / 10 };
    for (const who of contestants) figures[who] = await measureOne(who, path, join(folder, "node_modules"));
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureOne(who, path, modules) {
  const { stdout } = await use(await startSimulatorProcess("salesforce"), ({ facts }) =>
    run(process.execPath, [program, who, path, JSON.stringify(facts), modules], { timeout: 900_000 }),
  );
  const told = JSON.parse(stdout.trim().split("\n").at(-1));
  console.log(
    `salesforce ${who}: ${told.rows} rows, ${told.state}, ${told.seconds} s, ${told.peakMegabytes} MB of memory at most`,
  );
  return told;
}
