import { describe } from "vitest";
import type { StartConnectorUnderTest } from "./connector-under-test.js";
import { describeJobs } from "./job-clauses.js";
import { describeStarts } from "./start-clauses.js";
import { describeTrouble } from "./trouble-clauses.js";

/**
 * Registers the promises of the connector port as tests. A vendor's missing capability skips its clauses by name.
 *
 * @example
 * describeConnectorContract("acme", startAcmeUnderTest);
 */
export function describeConnectorContract(name: string, start: StartConnectorUnderTest): void {
  describe(`the ${name} connector`, () => {
    describeJobs(start);
    describeStarts(start);
    describeTrouble(start);
  });
}
