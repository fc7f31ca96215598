import { accounts, products, salesPipeline, salesTeams } from "../client/feeds.js";
import { makeUsualFiles, type Preparation, readFiles } from "./customer-files.js";
import type { Folders } from "./folders.js";

export interface FileMeasure {
  readonly rows: number;
  readonly bytes: number;
}

/** How much each file of a usual night holds, to make up earlier nights from. */
export interface UsualNight {
  readonly accounts: FileMeasure;
  readonly products: FileMeasure;
  readonly salesTeams: FileMeasure;
  readonly pipeline: FileMeasure;
}

/** Measures a usual night: of a customer that is made up, or of the real files, which count as usual. */
export async function measureUsualNight(
  folders: Folders,
  { businessDate, dataFolder }: Preparation,
): Promise<UsualNight> {
  const files =
    dataFolder === undefined
      ? makeUsualFiles(businessDate)
      : await readFiles(`${folders.customer}/${businessDate}`);
  const measure = (fileName: string): FileMeasure => {
    const text = files[fileName] ?? "";
    return { rows: Math.max(0, text.trimEnd().split("\n").length - 1), bytes: Buffer.byteLength(text) };
  };
  return {
    accounts: measure(accounts.fileName),
    products: measure(products.fileName),
    salesTeams: measure(salesTeams.fileName),
    pipeline: measure(salesPipeline.fileName),
  };
}
