import { describe, expect, test } from "vitest";
import { type CrashSubject, runCrashMatrix } from "./crash-matrix.js";
import type { CrashScenario } from "./crash-scenario.js";
import type { CrashServerKind } from "./crash-server.js";

/** Where it is set, a server that is not there is a failure. */
const REQUIRED = process.env["SPM_OPS_REAL_SERVERS"] === "required";

/** Elsewhere every third request is struck, another third in each scenario, so that the tests stay quick. */
const STEP = REQUIRED ? 1 : 3;

/** Far more than it takes; the servers work side by side. */
const TIMEOUT_MS = 600_000;

export interface CrashMatrix {
  readonly kinds: readonly CrashServerKind[];
  readonly scenarios: readonly CrashScenario[];
  readonly subject: () => CrashSubject;
  /** As for {@link runCrashMatrix}. */
  readonly deaths?: readonly boolean[] | undefined;
}

/**
 * Registers the crash matrix of a subject: every request that it makes, struck in every way, in every scenario, on
 * every server; every third where the servers are not required. Prints how many runs there were.
 */
export function describeCrashMatrix(title: string, matrix: CrashMatrix): void {
  describe.concurrent(`${title} over a line that is cut at any request`, { timeout: TIMEOUT_MS }, () => {
    for (const kind of matrix.kinds) {
      test(`loses nothing and overwrites nothing: ${kind.title}`, async ({ skip }) => {
        if (kind.missing.length > 0) {
          expect(REQUIRED, `not on this machine: ${kind.missing.join(", ")}`).toBe(false);
          skip(`not on this machine: ${kind.missing.join(", ")}`);
        }
        await using server = await kind.start();
        let runs = 0;
        let asked = 0;
        for (const [at, scenario] of matrix.scenarios.entries()) {
          const selection = { deaths: matrix.deaths, first: 1 + (at % STEP), step: STEP };
          const tally = await runCrashMatrix(server, scenario, matrix.subject(), selection);
          expect(tally.runs, scenario.title).toBeGreaterThan(12 / STEP);
          runs += tally.runs;
          asked += tally.asked;
        }
        process.stdout.write(`${title}, ${kind.title}: ${runs} runs, ${asked} of them asked a person\n`);
      });
    }
  });
}
