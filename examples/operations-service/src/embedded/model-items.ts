import { readFile } from "node:fs/promises";
import { parseOptions } from "@spm-ops/core";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { accounts, products, salesTeams } from "../client/feeds.js";
import type { Folders } from "./folders.js";
import type { NightFiles } from "./night-files.js";
import { isThere, writeWhole } from "./write-whole.js";

const modelItems = z.object({
  agents: z.array(z.string()),
  products: z.array(z.string()),
  accounts: z.array(z.string()),
});

/** What the model knows: an opportunity of anything else is rejected by the environment. */
export type ModelItems = Readonly<z.infer<typeof modelItems>>;

/** Reads what the model knows. */
export async function readModelItems(folders: Folders): Promise<ModelItems> {
  const path = pathOf(folders);
  if (!(await isThere(path))) return { agents: [], products: [], accounts: [] };
  return parseOptions(modelItems, JSON.parse(await readFile(path, "utf8")), path);
}

/** Teaches the model the master data of a night, as its builders do. It forgets nothing. */
export async function addModelItems(folders: Folders, files: NightFiles): Promise<void> {
  const known = await readModelItems(folders);
  const union = (items: readonly string[], fileName: string, column: string) => [
    ...new Set([...items, ...columnOf(files[fileName] ?? "", column)]),
  ];
  const items: ModelItems = {
    agents: union(known.agents, salesTeams.fileName, "sales_agent"),
    products: union(known.products, products.fileName, "product"),
    accounts: union(known.accounts, accounts.fileName, "account"),
  };
  await writeWhole(pathOf(folders), JSON.stringify(items));
}

/** The values of a column, as far as a file that may be broken gives them. */
function columnOf(text: string, column: string): readonly string[] {
  const records: Record<string, string>[] = parse(text, {
    columns: true,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
  });
  return records.map((record) => record[column] ?? "").filter((item) => item !== "");
}

function pathOf({ environment }: Folders): string {
  return `${environment}/items.json`;
}
