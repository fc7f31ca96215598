import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { SpmError, sha256 } from "@spm-ops/core";
import { accounts, feeds, products, salesTeams } from "../client/feeds.js";
import { historyName } from "../client/keep-step.js";
import { requireFiles } from "./customer-system.js";
import type { Folders } from "./folders.js";
import { addModelItems } from "./model-items.js";
import { makeNightFiles, type NightFiles } from "./night-files.js";
import { isThere, writeWhole } from "./write-whole.js";

/** Which night, and on which files. */
export interface Preparation {
  readonly businessDate: string;
  /** A folder of real files; without it the service makes up its own. */
  readonly dataFolder?: string | undefined;
}

/** The names of the files of a night. */
export const fileNames = feeds.map(({ fileName }) => fileName);

/** How many opportunities this night brings: suspiciously few. */
const TONIGHTS_OPPORTUNITIES = 2_140;

/** How many a usual one brings. */
const USUAL_OPPORTUNITIES = 8_600;

/** The files of a usual night, of a customer that is made up. */
export function makeUsualFiles(businessDate: string): NightFiles {
  return makeNightFiles({ businessDate, opportunities: USUAL_OPPORTUNITIES, brokenProducts: false });
}

/**
 * Lays out what the customer's system has to send in a night, once, and teaches the model the master data that is good.
 *
 * @throws SpmError `config.invalid` when that night was laid out with other files before.
 */
export async function prepareCustomer(folders: Folders, preparation: Preparation): Promise<void> {
  const { businessDate, dataFolder } = preparation;
  const folder = `${folders.customer}/${businessDate}`;
  if (dataFolder !== undefined) await requireFiles(dataFolder, fileNames);
  if (!(await isThere(folder))) {
    // The folder comes last: once it is there, everything is.
    await addModelItems(folders, await prepareMasterData(folders, preparation));
    await layOut(folder, preparation);
  }
  if (dataFolder !== undefined) await mustBeTheSame(folder, dataFolder);
}

async function prepareMasterData(
  folders: Folders,
  { businessDate, dataFolder }: Preparation,
): Promise<NightFiles> {
  if (dataFolder !== undefined) return readFiles(dataFolder);
  const usual = makeUsualFiles(businessDate);
  await keepLastGood(folders, businessDate, usual);
  return usual;
}

async function layOut(folder: string, { businessDate, dataFolder }: Preparation): Promise<void> {
  const building = `${folder}.part`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  if (dataFolder === undefined) {
    const tonight = makeNightFiles({
      businessDate,
      opportunities: TONIGHTS_OPPORTUNITIES,
      brokenProducts: true,
    });
    for (const [name, text] of Object.entries(tonight)) await writeFile(`${building}/${name}`, text);
  } else {
    for (const name of fileNames) await copyFile(`${dataFolder}/${name}`, `${building}/${name}`);
  }
  await rename(building, folder);
}

async function mustBeTheSame(folder: string, dataFolder: string): Promise<void> {
  for (const name of fileNames) {
    const [laidOut, given] = await Promise.all([
      readFile(`${folder}/${name}`),
      readFile(`${dataFolder}/${name}`),
    ]);
    if (sha256(laidOut) === sha256(given)) continue;
    const issues = [`--data: ${name} is another one than this night was begun with`];
    const way = "Name another folder with --into, or another night with --date.";
    throw new SpmError("config.invalid", `${issues[0]}. ${way}`, { issues });
  }
}

/** Last night's master data, under the names that they were kept under. */
async function keepLastGood({ site }: Folders, businessDate: string, usual: NightFiles): Promise<void> {
  const receivedAt = Date.parse(`${businessDate}T03:00:00Z`) - 86_400_000;
  const period = new Date(receivedAt).toISOString().slice(0, 10);
  for (const feed of [accounts, products, salesTeams]) {
    const text = usual[feed.fileName] ?? "";
    const delivery = { feed: feed.name, period, fileName: feed.fileName, receivedAt, sha256: sha256(text) };
    const path = `${site}/history/${historyName.toPath(delivery)}`;
    if (!(await isThere(path))) await writeWhole(path, text);
  }
}

/** The texts of the files that lie in a folder. */
export async function readFiles(folder: string): Promise<NightFiles> {
  const texts = await Promise.all(
    fileNames.map(async (name) => [name, await readFile(`${folder}/${name}`, "utf8")] as const),
  );
  return Object.fromEntries(texts);
}
