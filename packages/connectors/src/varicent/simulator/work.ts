import { copyFileSync, existsSync, renameSync } from "node:fs";
import { readCsv } from "../../contract/csv.js";
import { openLines } from "../../simulator/line-writer.js";
import type { DataFiles } from "./data-files.js";
import type { ImportDefinition, ModelDefinition, ScheduleDefinition } from "./definition.js";
import type { ItemResult, PublishedRecord, RunStatus, TenantStorage } from "./state.js";

/** What the runs of a model work with. */
export interface Workshop {
  readonly model: ModelDefinition;
  readonly storage: TenantStorage;
  readonly files: DataFiles;
  readonly createId: () => string;
}

/** What a run did. */
export interface Done {
  readonly status: RunStatus;
  readonly message: string;
  readonly messageDetails: string;
}

function tablePath({ storage }: Workshop, table: string): string {
  return storage.path("tables", `${table}.csv`);
}

/** Where a published file is kept. */
export function publishedPath({ storage }: Workshop, uuid: string): string {
  return storage.path("published", uuid);
}

/** Reads a file into a table, in place of what was there. Counts are told nowhere, rows that were left out only by line. */
export async function runImport(workshop: Workshop, definition: ImportDefinition): Promise<Done> {
  const { name, filename, table, columns, delimiter } = definition;
  const failed = (why: string): Done => ({
    status: "Failed",
    message: `Import ${name} failed.`,
    messageDetails: why,
  });
  const content = workshop.files.read(filename);
  if (content === undefined) return failed(`The file ${filename} was not found or is not complete.`);
  const path = tablePath(workshop, table);
  const rows = await openLines(`${path}.part`);
  const leftOut: number[] = [];
  let header: readonly string[] | undefined;
  try {
    for await (const { cells, line } of readCsv(content, delimiter)) {
      if (header === undefined) {
        header = cells;
        const missing = columns.filter((column) => !cells.includes(column));
        if (missing.length > 0) return failed(`The file has no column ${missing.join(", ")}.`);
        await rows.write(columns);
      } else if (cells.length !== header.length) leftOut.push(line);
      else await rows.write(columns.map((column) => cells[header?.indexOf(column) ?? 0] ?? ""));
    }
  } finally {
    await rows.close();
  }
  if (header === undefined) return failed("The file is empty.");
  renameSync(`${path}.part`, path);
  const messageDetails =
    leftOut.length === 0 ? "" : `Lines that could not be read: ${leftOut.slice(0, 10).join(", ")}.`;
  const end = leftOut.length === 0 ? "completed successfully." : "completed with errors.";
  return { status: "Completed", message: `Import ${name} ${end}`, messageDetails };
}

/** What a run of an item of the scheduler left: a result for each item that ran, and the files that it published. */
export interface ItemsDone {
  readonly results: readonly ItemResult[];
  readonly published: readonly PublishedRecord[];
}

/** Runs an item and the enabled ones below it. After an error the next one runs, unless the item is to stop then. */
export async function runItem(workshop: Workshop, item: ScheduleDefinition): Promise<ItemsDone> {
  const below: ItemsDone[] = [];
  let stopped = false;
  for (const child of workshop.model.scheduleItems) {
    if (child.parent !== item.id || !child.enabled || stopped) continue;
    const done = await runItem(workshop, child);
    below.push(done);
    const isError = done.results.some(({ itemId, status }) => itemId === child.id && status === "Error");
    stopped = item.stopOnFailure && isError;
  }
  const own = await runOwn(workshop, item);
  const status = own === undefined || stopped ? "Error" : "Success";
  return {
    results: [{ itemId: item.id, status }, ...below.flatMap(({ results }) => results)],
    published: [...below.flatMap(({ published }) => published), ...(own ?? [])],
  };
}

/** What the item does itself: the files that it published, or nothing when it failed. */
async function runOwn(
  workshop: Workshop,
  { fails, runsImport, publishes }: ScheduleDefinition,
): Promise<readonly PublishedRecord[] | undefined> {
  if (fails) return undefined;
  const importing = workshop.model.imports.find(({ importId }) => importId === runsImport);
  if (importing !== undefined && (await runImport(workshop, importing)).status === "Failed") return undefined;
  if (publishes === undefined) return [];
  const source = tablePath(workshop, publishes.table);
  if (!existsSync(source)) return undefined;
  const uuid = workshop.createId();
  copyFileSync(source, publishedPath(workshop, uuid));
  return [{ uuid, filename: publishes.filename }];
}
