import { createReadStream } from "node:fs";
import { readCsv } from "../../contract/csv.js";
import { openLines } from "../../simulator/line-writer.js";
import type { ExportDefinition, ImportDefinition, LoadedRows, ModelDefinition } from "./definition.js";
import { runImport } from "./import-job.js";
import type { PartResult, TaskKind, TaskRecord, TenantStorage } from "./state.js";
import type { Uploads } from "./uploads.js";

/** A job that is to be done: which task, of which object, for whom. */
export interface Job {
  readonly taskId: string;
  readonly kind: TaskKind;
  readonly objectId: string;
  readonly user: string;
}

/** What the jobs of a model work with. */
export interface Workshop {
  readonly model: ModelDefinition;
  readonly storage: TenantStorage;
  readonly uploads: Uploads;
}

/** Where a task leaves the rows that an import took, the dump of those that it did not, and what an export wrote. */
export function artefactPath(
  { storage }: Workshop,
  taskId: string,
  artefact: Artefact,
  objectId: string,
): string {
  return storage.path("tasks", taskId, `${artefact}-${objectId}.csv`);
}

export type Artefact = "rows" | "dump" | "output";

/** Does a job on the model as it is now; when its effect shows is decided by the times of its task. */
export async function runJob(workshop: Workshop, job: Job): Promise<TaskRecord["result"]> {
  if (job.kind !== "processes") return runPart(workshop, job, job.objectId);
  const process = workshop.model.processes.find(({ id }) => id === job.objectId);
  const nestedResults: PartResult[] = [];
  for (const step of process?.steps ?? []) {
    const failed = step === process?.failsAt;
    nestedResults.push(
      failed
        ? { objectId: step, successful: false, failureDumpAvailable: false }
        : await runPart(workshop, job, step),
    );
    if (nestedResults.at(-1)?.successful === false) break;
  }
  return {
    objectId: job.objectId,
    successful: nestedResults.every(({ successful }) => successful),
    failureDumpAvailable: nestedResults.some(({ failureDumpAvailable }) => failureDumpAvailable),
    nestedResults,
  };
}

async function runPart(workshop: Workshop, job: Job, objectId: string): Promise<PartResult> {
  const { model, uploads } = workshop;
  const importing = model.imports.find(({ id }) => id === objectId);
  if (importing !== undefined) {
    const content = uploads.content({ user: job.user, fileId: importing.dataSourceId });
    return runImport(importing, content, {
      rows: artefactPath(workshop, job.taskId, "rows", objectId),
      dump: artefactPath(workshop, job.taskId, "dump", objectId),
    });
  }
  const exporting = model.exports.find(({ id }) => id === objectId);
  if (exporting !== undefined) await writeExport(workshop, job, exporting);
  const action = model.actions.find(({ id }) => id === objectId);
  const objectName = (exporting ?? action)?.name;
  return { objectId, objectName, successful: action?.succeeds ?? true, failureDumpAvailable: false };
}

async function writeExport(
  workshop: Workshop,
  { taskId }: Job,
  { id, rows }: ExportDefinition,
): Promise<void> {
  const output = await openLines(artefactPath(workshop, taskId, "output", id));
  for (const row of await readRows(workshop, rows)) await output.write(row);
  await output.close();
}

/** The rows of an export as they would be written now, the header first. */
export function readRows(workshop: Workshop, rows: ExportDefinition["rows"]): ReturnType<LoadedRows> {
  const loaded: LoadedRows = (importId) => readLoaded(workshop, importId);
  return typeof rows === "string" ? loaded(rows) : rows(loaded);
}

/** The rows that the latest import of that id, by itself or within a process, brought into the model. */
async function readLoaded(
  workshop: Workshop,
  importId: ImportDefinition["id"],
): Promise<readonly (readonly string[])[]> {
  const latest = workshop.storage.state.tasks.findLast(
    ({ cancelledAt, result }) =>
      cancelledAt === undefined &&
      [result, ...(result.nestedResults ?? [])].some(
        ({ objectId, successful }) => objectId === importId && successful,
      ),
  );
  if (latest === undefined) return [];
  const rows: (readonly string[])[] = [];
  const text = createReadStream(artefactPath(workshop, latest.taskId, "rows", importId), "utf8");
  for await (const { cells } of readCsv(text)) rows.push(cells);
  return rows;
}
