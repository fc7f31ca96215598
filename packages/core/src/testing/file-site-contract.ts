import { describe, test } from "vitest";
import { addChangeClauses } from "./file-site-change-clauses.js";
import type { FileSiteClause, FileSiteUnderTest } from "./file-site-clause.js";
import { addListingClauses } from "./file-site-listing-clauses.js";
import { addReadClauses } from "./file-site-read-clauses.js";
import { addWriteClauses } from "./file-site-write-clauses.js";

export type { FileSiteUnderTest } from "./file-site-clause.js";

/**
 * Registers a test for every promise of `FileSite`, each with a site of its own from `start`.
 *
 * @example
 * describeFileSiteContract("the site in a bucket", async () => startBucketSite());
 */
export function describeFileSiteContract(name: string, start: () => Promise<FileSiteUnderTest>): void {
  const clause: FileSiteClause = (promise, check) => {
    test(promise, async () => {
      const underTest = await start();
      try {
        await check(underTest);
      } finally {
        await underTest.close();
      }
    });
  };
  describe(`${name} keeps the promises of a file site`, () => {
    describe("list and stat", () => addListingClauses(clause));
    describe("read", () => addReadClauses(clause));
    describe("write", () => addWriteClauses(clause));
    describe("rename, remove and makeFolder", () => addChangeClauses(clause));
  });
}
