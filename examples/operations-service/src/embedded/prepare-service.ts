import { randomBytes } from "node:crypto";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { sha256 } from "@spm-ops/core";
import { generateHostKey } from "@spm-ops/sftp/sandbox";
import { parse } from "csv-parse/sync";
import { accounts, feeds, products, salesPipeline, salesTeams } from "../client/feeds.js";
import { historyName } from "../client/keep-step.js";
import { requireFiles } from "./customer-system.js";
import type { Folders } from "./folders.js";
import type { ModelItems } from "./model.js";
import { makeNightFiles, type NightFiles } from "./night-files.js";
import { isThere, once, writeWhole } from "./write-whole.js";

/** The names of the files of a night. */
export const fileNames = feeds.map(({ fileName }) => fileName);

/** How many opportunities a usual night brings, and how many this one: suspiciously few. */
const USUAL_OPPORTUNITIES = 8_600;
const TONIGHTS_OPPORTUNITIES = 2_140;

export interface Preparation {
  readonly businessDate: string;
  /** A folder of real files; without it the service makes up its own. */
  readonly dataFolder?: string | undefined;
}

/** Makes what a service needs before its first night: secrets, a host key, the customer's files, master data. */
export async function prepareService(folders: Folders, preparation: Preparation): Promise<void> {
  for (const folder of ["inbox", "history", "rejected"])
    await mkdir(`${folders.site}/${folder}`, { recursive: true });
  await mkdir(folders.reports, { recursive: true });
  await mkdir(folders.environment, { recursive: true });
  await once(`${folders.secrets}/site-password`, () => randomBytes(18).toString("base64url"));
  await once(`${folders.secrets}/environment-password`, () => randomBytes(18).toString("base64url"));
  await once(`${folders.secrets}/host-key`, generateHostKey);
  await prepareCustomer(folders, preparation);
}

async function prepareCustomer(folders: Folders, { businessDate, dataFolder }: Preparation): Promise<void> {
  const folder = `${folders.customer}/${businessDate}`;
  if (await isThere(folder)) return;
  const building = `${folder}.part`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  if (dataFolder === undefined) {
    const usual = makeNightFiles({ businessDate, opportunities: USUAL_OPPORTUNITIES, brokenProducts: false });
    await keepLastGood(folders, businessDate, usual);
    await writeOnce(`${folders.environment}/items.json`, JSON.stringify(itemsOf(usual)));
    const tonight = { businessDate, opportunities: TONIGHTS_OPPORTUNITIES, brokenProducts: true };
    for (const [name, text] of Object.entries(makeNightFiles(tonight)))
      await writeFile(`${building}/${name}`, text);
  } else {
    await requireFiles(dataFolder, fileNames);
    for (const name of fileNames) await copyFile(`${dataFolder}/${name}`, `${building}/${name}`);
    const files = await readFiles(building, fileNames);
    await writeOnce(`${folders.environment}/items.json`, JSON.stringify(itemsOf(files)));
  }
  await rename(building, folder);
}

/** Last night's master data, under the name that it was kept under. */
async function keepLastGood({ site }: Folders, businessDate: string, usual: NightFiles): Promise<void> {
  const receivedAt = Date.parse(`${businessDate}T03:00:00Z`) - 86_400_000;
  const period = new Date(receivedAt).toISOString().slice(0, 10);
  for (const feed of [accounts, products, salesTeams]) {
    const text = usual[feed.fileName] ?? "";
    const delivery = { feed: feed.name, period, fileName: feed.fileName, receivedAt, sha256: sha256(text) };
    await writeOnce(`${site}/history/${historyName.toPath(delivery)}`, text);
  }
}

function itemsOf(files: NightFiles): ModelItems {
  const column = (fileName: string, name: string) => {
    const records: Record<string, string>[] = parse(files[fileName] ?? "", { columns: true });
    return records.map((record) => record[name] ?? "").filter((item) => item !== "");
  };
  return {
    agents: column(salesTeams.fileName, "sales_agent"),
    products: column(products.fileName, "product"),
    accounts: column(accounts.fileName, "account"),
  };
}

/** Rows and bytes that each file of a usual night has, to make up earlier nights from. */
export async function measureUsualNight(
  folders: Folders,
  { businessDate, dataFolder }: Preparation,
): Promise<UsualNight> {
  const files =
    dataFolder === undefined
      ? makeNightFiles({ businessDate, opportunities: USUAL_OPPORTUNITIES, brokenProducts: false })
      : await readFiles(`${folders.customer}/${businessDate}`, fileNames);
  const measure = (fileName: string) => {
    const text = files[fileName] ?? "";
    return { rows: text.split("\n").length - 2, bytes: Buffer.byteLength(text) };
  };
  return {
    accounts: measure(accounts.fileName),
    products: measure(products.fileName),
    salesTeams: measure(salesTeams.fileName),
    pipeline: measure(salesPipeline.fileName),
  };
}

export interface FileMeasure {
  readonly rows: number;
  readonly bytes: number;
}

export interface UsualNight {
  readonly accounts: FileMeasure;
  readonly products: FileMeasure;
  readonly salesTeams: FileMeasure;
  readonly pipeline: FileMeasure;
}

async function readFiles(folder: string, names: readonly string[]): Promise<NightFiles> {
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(`${folder}/${name}`, "utf8")] as const),
  );
  return Object.fromEntries(texts);
}

async function writeOnce(path: string, content: string): Promise<void> {
  if (!(await isThere(path))) await writeWhole(path, content);
}
