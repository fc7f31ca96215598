import type { FileSite } from "../file-site.js";

/** A site that a contract may do what it likes with. */
export interface FileSiteUnderTest {
  readonly site: FileSite;
  /** The path, on the site, of a fresh empty folder. */
  readonly folder: string;
  /** Closes the site and removes whatever stands behind it. */
  close(): Promise<void>;
}

/** Registers one clause as a test with a site of its own. */
export type FileSiteClause = (
  promise: string,
  check: (underTest: FileSiteUnderTest) => Promise<void>,
) => void;
