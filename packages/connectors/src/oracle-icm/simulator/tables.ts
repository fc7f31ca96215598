import { createReadStream, existsSync, renameSync } from "node:fs";
import { readCsv, toCsvLine } from "../../contract/csv.js";
import { openLines } from "../../simulator/line-writer.js";
import type { EnvironmentDefinition, ResourceDefinition } from "./definition.js";
import type { EnvironmentStorage, RowCounts } from "./state.js";

/** How a file fared that was read into a resource. */
interface Loaded {
  readonly counts: RowCounts;
  /** The header and the rows that were not taken, with why. */
  readonly rejects: string;
  /** Why nothing was taken. */
  readonly failure?: string | undefined;
}

/** The records of an environment. */
export interface Tables {
  find(api: string, name: string): ResourceDefinition | undefined;
  rows(name: string): AsyncIterable<readonly string[]>;
  /** Reads separated text in place of what was there. Rows that have not as many cells as the header are rejected. */
  load(name: string, content: AsyncIterable<string>): Promise<Loaded>;
  /** A resource as separated text, with a header. */
  text(name: string): AsyncIterable<Uint8Array>;
}

/** Opens the records of an environment. */
export function openTables({ resources }: EnvironmentDefinition, storage: EnvironmentStorage): Tables {
  const byName = (name: string) => resources.find((each) => each.name === name);
  const pathOf = (name: string) => storage.path("tables", `${name}.csv`);

  async function* rows(name: string): AsyncGenerator<readonly string[]> {
    if (!existsSync(pathOf(name))) return yield* byName(name)?.rows ?? [];
    for await (const { cells } of readCsv(createReadStream(pathOf(name), "utf8"))) yield cells;
  }

  return {
    find: (api, name) => resources.find((each) => each.api === api && each.name === name),
    rows,
    async load(name, content) {
      const path = pathOf(name);
      const loaded = await loadInto(`${path}.part`, byName(name)?.columns ?? [], content);
      if (loaded.failure === undefined) renameSync(`${path}.part`, path);
      return loaded;
    },
    async *text(name) {
      yield Buffer.from(toCsvLine(byName(name)?.columns ?? []));
      for await (const cells of rows(name)) yield Buffer.from(toCsvLine(cells));
    },
  };
}

const NOTHING: RowCounts = { read: 0, written: 0, rejected: 0 };

async function loadInto(
  path: string,
  columns: readonly string[],
  content: AsyncIterable<string>,
): Promise<Loaded> {
  const lines = await openLines(path);
  const counts = { ...NOTHING };
  let header: readonly string[] | undefined;
  let rejects = "";
  try {
    for await (const { cells } of readCsv(content)) {
      if (header === undefined) {
        header = cells;
        const missing = columns.filter((column) => !cells.includes(column));
        if (missing.length > 0) {
          return { counts: NOTHING, rejects: "", failure: `The file has no column ${missing.join(", ")}.` };
        }
        continue;
      }
      counts.read += 1;
      if (cells.length === header.length) {
        counts.written += 1;
        await lines.write(columns.map((column) => cells[header?.indexOf(column) ?? 0] ?? ""));
        continue;
      }
      counts.rejected += 1;
      if (rejects === "") rejects = toCsvLine([...header, "ERROR_MESSAGE"]);
      rejects += toCsvLine([...cells, "The number of values differs from the number of columns."]);
    }
  } finally {
    await lines.close();
  }
  return header === undefined ? { counts, rejects, failure: "The file is empty." } : { counts, rejects };
}
