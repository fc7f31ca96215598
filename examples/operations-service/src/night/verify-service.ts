import { readdir, readFile } from "node:fs/promises";
import { createRunLog, openSqliteLog, type RunState, sha256, systemClock } from "@spm-ops/core";
import { createIncidents } from "@spm-ops/monitoring";
import { openArchive } from "@spm-ops/reporting";
import { nightInput } from "../client/night-parts.js";
import { fileNames } from "../embedded/customer-files.js";
import { startEnvironment } from "../embedded/environment.js";
import { type Folders, layOutFolders } from "../embedded/folders.js";

/** What was looked at, and what is not as it must be. */
export interface ServiceProof {
  readonly nights: number;
  readonly events: number;
  readonly deliveries: number;
  readonly jobs: number;
  readonly incidents: number;
  readonly violations: readonly string[];
}

/**
 * Proves from outside what a service has left behind, after however many crashes: the chains of the run log, each file
 * of each finished night in exactly one place, each job started exactly once in the environment, each
 * trouble told once, the archive whole.
 */
export async function verifyService(path: string): Promise<ServiceProof> {
  const folders = layOutFolders(path);
  const { nights, events } = await readNights(folders);
  const finished = nights.filter(({ status }) => status === "succeeded" || status === "failed");
  const deliveries = await verifyDeliveries(folders, finished);
  const jobs = await verifyJobs(folders, nights);
  const incidents = await verifyIncidents(folders);
  const archive = await openArchive({ root: folders.archive, clock: systemClock }).verify();
  return {
    nights: nights.length,
    events,
    deliveries: deliveries.count,
    jobs: jobs.count,
    incidents: incidents.count,
    violations: [
      ...deliveries.violations,
      ...jobs.violations,
      ...incidents.violations,
      ...archive.map((problem) => `archive: ${JSON.stringify(problem)}`),
    ],
  };
}

/** The nights that were performed, with the chain of each run proved, generated ones included. */
async function readNights({ runLog: path }: Folders) {
  await using log = await openSqliteLog({ path });
  const runLog = createRunLog(log);
  const nights: RunState[] = [];
  let events = 0;
  for await (const run of runLog.list()) {
    await runLog.verify(run.runId);
    events += (await runLog.events(run.runId)).length;
    if (run.labels["origin"] !== "generated") nights.push(run);
  }
  return { nights, events };
}

interface Counted {
  readonly count: number;
  readonly violations: readonly string[];
}

async function verifyDeliveries(folders: Folders, nights: readonly RunState[]): Promise<Counted> {
  const kept = await digestsBelow(`${folders.site}/history`);
  const rejected = await digestsBelow(`${folders.site}/rejected`);
  const waiting = await digestsBelow(`${folders.site}/inbox`);
  const violations: string[] = [];
  let count = 0;
  for (const { input } of nights) {
    const { businessDate } = nightInput.parse(input);
    for (const name of fileNames) {
      count += 1;
      const digest = sha256(await readFile(`${folders.customer}/${businessDate}/${name}`));
      const places = [...kept, ...rejected].filter(
        (file) => file.digest === digest && file.path.includes(`/${businessDate}/`),
      );
      if (places.length !== 1)
        violations.push(`${name} of ${businessDate} lies in ${places.length} places, not in one`);
      if (waiting.some((file) => file.digest === digest))
        violations.push(`${name} of ${businessDate} still lies in the inbox`);
    }
  }
  return { count, violations };
}

/** Every job that a run has a handle of must be in the environment's own list, and nothing else may be. */
async function verifyJobs(folders: Folders, nights: readonly RunState[]): Promise<Counted> {
  await using environment = await startEnvironment(folders);
  const started = environment.ledger().map(({ taskId }) => taskId);
  const known = nights.flatMap(({ steps }) =>
    steps
      .filter(({ stepId, output }) => stepId.startsWith("start-") && output !== undefined)
      // What a repeated run has reused was started by the run before it.
      .filter(({ decision }) => decision?.as !== "reused")
      .map(({ output }) => taskOf(output)),
  );
  const violations = [
    ...started
      .filter((task) => !known.includes(task))
      .map((task) => `task ${task} was started and no run knows of it`),
    ...known
      .filter((task) => !started.includes(task))
      .map((task) => `task ${task} is in the log and was never started`),
    ...known.filter((task, index) => known.indexOf(task) < index).map((task) => `task ${task} counts twice`),
  ];
  return { count: started.length, violations };
}

/** What is wrong stands in one incident, once. */
async function verifyIncidents({ runLog: path }: Folders): Promise<Counted> {
  await using log = await openSqliteLog({ path });
  const raised: string[] = [];
  let count = 0;
  for await (const { symptoms } of createIncidents({ log, monitor: "verify" }).list()) {
    if (symptoms.length > 0) count += 1;
    raised.push(...symptoms.filter(({ state }) => state === "raised").map(({ key }) => key));
  }
  const doubled = raised.filter((key, index) => raised.indexOf(key) < index);
  return { count, violations: doubled.map((key) => `${key} was raised twice`) };
}

function taskOf(output: unknown): string {
  return typeof output === "object" && output !== null && "task" in output ? String(output.task) : "";
}

async function digestsBelow(folder: string): Promise<readonly { path: string; digest: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  return Promise.all(files.map(async (path) => ({ path, digest: sha256(await readFile(path)) })));
}
