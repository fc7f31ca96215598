import { resolve } from "node:path";

/** Where everything of one service lies on this machine. */
export interface Folders {
  readonly root: string;
  /** What the customer's system has to send, by business date. */
  readonly customer: string;
  /** What the sFTP server serves. */
  readonly site: string;
  /** What the simulated environment remembers. */
  readonly environment: string;
  readonly secrets: string;
  readonly work: string;
  readonly archive: string;
  /** Where finance fetches its reports. */
  readonly reports: string;
  /** The page and the table of each night. */
  readonly nights: string;
  readonly runLog: string;
}

/** The folders below the one that the user names. */
export function layOutFolders(path: string): Folders {
  const root = resolve(path);
  return {
    root,
    customer: `${root}/customer`,
    site: `${root}/site`,
    environment: `${root}/environment`,
    secrets: `${root}/secrets`,
    work: `${root}/work`,
    archive: `${root}/archive`,
    reports: `${root}/reports`,
    nights: `${root}/nights`,
    runLog: `${root}/run-log.sqlite`,
  };
}
