import { copyFileSync, createReadStream, existsSync, renameSync } from "node:fs";
import { readCsv } from "../../contract/csv.js";
import { openLines } from "../../simulator/line-writer.js";
import type { ApplicationDefinition } from "./definition.js";
import type { ApplicationStorage, Done, RunRecord } from "./state.js";

/** What the runs of an application work with. */
export interface Workshop {
  readonly application: ApplicationDefinition;
  readonly storage: ApplicationStorage;
}

const NO_ROWS = { read: 0, taken: 0, refused: 0 };
const broken = (message: string): Done => ({ end: "broken", message, rows: NO_ROWS });

/** Does what a run is to do, on the application as it is now. */
export async function perform(
  workshop: Workshop,
  { id, kind, object, file }: Pick<RunRecord, "id" | "kind" | "object" | "file">,
): Promise<Done> {
  const { application, storage } = workshop;
  if (kind === "feed") return loadRows(workshop, { id, feed: object, file: file ?? "" });
  if (kind === "calculation") return { end: "done", message: "Calculated.", rows: NO_ROWS };
  const feed = application.extracts.find((extract) => extract.id === object)?.feed ?? "";
  const table = storage.path("tables", feed);
  if (!existsSync(table)) return broken(`The feed ${feed} holds no rows yet.`);
  copyFileSync(table, storage.path("results", id));
  return { end: "done", message: "Written.", rows: NO_ROWS };
}

/** Reads a file into a feed, in place of what was there; what is refused is kept for download. */
async function loadRows(
  { application, storage }: Workshop,
  { id, feed, file }: { readonly id: string; readonly feed: string; readonly file: string },
): Promise<Done> {
  const columns = application.feeds.find((each) => each.id === feed)?.columns ?? [];
  const path = storage.path("tables", feed);
  const taken = await openLines(`${path}.part`);
  const refused = await openLines(storage.path("refused", id));
  const counts = { ...NO_ROWS };
  let header: readonly string[] | undefined;
  try {
    for await (const { cells } of readCsv(createReadStream(storage.path("files", file), "utf8"))) {
      if (header === undefined) {
        header = cells;
        const missing = columns.filter((column) => !cells.includes(column));
        if (missing.length > 0) return broken(`The file has no column ${missing.join(", ")}.`);
        await taken.write(columns);
        continue;
      }
      counts.read += 1;
      const isWhole = cells.length === header.length;
      counts[isWhole ? "taken" : "refused"] += 1;
      if (isWhole) await taken.write(columns.map((column) => cells[header?.indexOf(column) ?? 0] ?? ""));
      else await refused.write(cells);
    }
  } finally {
    await taken.close();
    await refused.close();
  }
  if (header === undefined) return broken("The file is empty.");
  renameSync(`${path}.part`, path);
  const end = counts.refused === 0 ? "done" : "done-with-errors";
  return { end, message: `${counts.taken} of ${counts.read} rows were taken.`, rows: counts };
}
