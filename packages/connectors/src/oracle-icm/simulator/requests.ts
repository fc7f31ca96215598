import type { Clock } from "@spm-ops/core";
import type { ZippedFile } from "../read-zip.js";
import { writeZip } from "../write-zip.js";
import type { EnvironmentDefinition, JobDefinition } from "./definition.js";
import type { Documents } from "./documents.js";
import type { Conditions } from "./faults.js";
import { type DocumentRecord, type EnvironmentStorage, type RequestRecord, takeId } from "./state.js";
import type { Tables } from "./tables.js";

/** How long things take, in milliseconds of the simulator's clock. */
export interface Durations {
  /** A request of the Enterprise Scheduler. @defaultValue 50 */
  readonly requestMs?: number | undefined;
  /** From the end of an export until its file is in the content server. @defaultValue 20 */
  readonly documentMs?: number | undefined;
  /** An import activity. @defaultValue 50 */
  readonly importMs?: number | undefined;
}

/** What the requests of an environment work with. */
export interface Workshop {
  readonly environment: EnvironmentDefinition;
  readonly storage: EnvironmentStorage;
  readonly tables: Tables;
  readonly documents: Documents;
  readonly conditions: Conditions;
  readonly clock: Clock;
  readonly durations: Durations;
}

/** What is submitted. */
export interface Submission {
  readonly kind: RequestRecord["kind"];
  /** `<package>,<definition>`; the package may end with a slash. */
  readonly job: string;
  readonly parameters: string;
  readonly document?: DocumentRecord | undefined;
  /** What an export puts into its archive. */
  readonly extract?: readonly string[] | undefined;
}

/** A request that was ever submitted, or an activity that was activated. */
export interface LedgerEntry extends Pick<RequestRecord, "id" | "kind" | "submittedAt"> {
  /** The definition of the job, or the code of the object. */
  readonly object: string;
  readonly state: string;
}

const FIRST_ID = 5_000_000;
/** A parent waits as PAUSED for what it started. */
const PHASES = [
  [0.1, "WAIT"],
  [0.2, "READY"],
  [0.5, "RUNNING"],
  [0.8, "PAUSED"],
  [1, "RUNNING"],
] as const;

/** The requests of the Enterprise Scheduler. Their state is a matter of the time alone, so a restart changes nothing. */
export function createRequests(workshop: Workshop) {
  const { environment, storage, conditions, clock, durations } = workshop;
  const { requests } = storage.state;
  const { requestMs = 50 } = durations;

  const stateOf = ({ submittedAt, end }: RequestRecord): string => {
    const share = requestMs === 0 ? 1 : (clock.now() - submittedAt) / requestMs;
    return share >= 1 ? end : (PHASES.find(([until]) => share < until)?.[1] ?? end);
  };

  return {
    stateOf,
    find: (id: string) => requests.find((each) => each.id === id),

    /** Submits a request; nothing when there is no such job for this user. */
    async submit(submission: Submission): Promise<RequestRecord | undefined> {
      const job = findJob(environment, submission.job);
      if (job === undefined || conditions.refusesJobs) return undefined;
      const submittedAt = clock.now();
      const done = await perform(workshop, job, submission);
      const [end = done.end, ...ends] = conditions.ends;
      conditions.ends = ends;
      const { kind, parameters } = submission;
      const told = { kind, package: job.package, definition: job.definition, parameters };
      const request = { id: takeId(storage, FIRST_ID), ...told, submittedAt, end, log: done.log };
      requests.push(request);
      storage.save();
      if (kind === "export" && end === "SUCCEEDED")
        await writeExport(workshop, job, request, submission.extract);
      return request;
    },

    /** The log and the output of a request that has ended; `OUT` leaves the log out. */
    details(request: RequestRecord, fileType: string): AsyncIterable<Uint8Array> | undefined {
      if (stateOf(request) !== request.end) return undefined;
      const log = { name: `${request.id}.log`, bytes: once(request.log) };
      const output = { name: `${request.id}.out`, bytes: once(`${request.definition} ${request.end}\n`) };
      return writeZip(fileType.toUpperCase() === "OUT" ? [output] : [log, output]);
    },
  };
}

export type Requests = ReturnType<typeof createRequests>;

function findJob({ jobs }: EnvironmentDefinition, name: string): JobDefinition | undefined {
  const tidy = name.replace(/\/+,/, ",");
  return jobs.find((each) => `${each.package.replace(/\/+$/, "")},${each.definition}` === tidy);
}

/** Does what is to be done on the environment as it is now. */
async function perform(
  { tables, documents }: Workshop,
  { definition, loads, end }: JobDefinition,
  { parameters, document }: Submission,
): Promise<Pick<RequestRecord, "end" | "log">> {
  const begun = `Job ${definition} with parameters (${parameters})\n`;
  if (loads === undefined) return { end, log: `${begun}Ended as ${end}.\n` };
  if (document === undefined) return { end: "ERROR", log: `${begun}There is no document to read.\n` };
  const { counts, rejects, failure } = await tables.load(loads, documents.text(document));
  if (failure !== undefined) return { end: "ERROR", log: `${begun}${failure}\n` };
  const told = `${begun}Read ${counts.read}, loaded ${counts.written}, rejected ${counts.rejected}.\n${rejects}`;
  return { end: counts.rejected > 0 ? "WARNING" : end, log: told };
}

/** Puts the archive of an export into the content server, some time after the job. */
async function writeExport(
  { tables, documents, durations }: Workshop,
  { definition, exports }: JobDefinition,
  { id, log, submittedAt }: RequestRecord,
  extract: readonly string[] = ["ALL"],
): Promise<void> {
  const { requestMs = 50, documentMs = 20 } = durations;
  const wants = (type: string) => extract.includes(type) || extract.includes("ALL");
  const files: ZippedFile[] = [];
  if (exports !== undefined && wants("CSV")) {
    files.push({ name: `${definition}_${id}.csv`, bytes: tables.text(exports) });
  }
  if (wants("LOG")) files.push({ name: `${id}.log`, bytes: once(log) });
  const received = await documents.receive(writeZip(files));
  const fileName = `ExportBulkData_${definition}_${id}.zip`;
  const readyAt = submittedAt + requestMs + documentMs;
  documents.add(received, { fileName, contentType: "zip", account: "", readyAt });
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
