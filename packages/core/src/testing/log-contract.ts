import { describe, test } from "vitest";
import { createFakeClock, type FakeClock } from "./fake-clock.js";
import { addAppendClauses } from "./log-append-clauses.js";
import { addAttachmentClauses } from "./log-attachment-clauses.js";
import { addChangeClauses } from "./log-change-clauses.js";
import { addClaimClauses } from "./log-claim-clauses.js";
import type { LogClause, LogUnderTest } from "./log-clause.js";
import { addExpiryClauses } from "./log-expiry-clauses.js";
import { addListingClauses } from "./log-listing-clauses.js";
import { addSeveralStreamsClauses } from "./log-several-streams-clauses.js";

export type { LogUnderTest } from "./log-clause.js";

/** Registers a test for every promise of the port `Log`, each with a fresh log on a clock of its own from `start`. */
export function describeLogContract(name: string, start: (clock: FakeClock) => Promise<LogUnderTest>): void {
  const clause: LogClause = (promise, check) => {
    test(promise, async () => {
      const clock = createFakeClock();
      const underTest = await start(clock);
      try {
        await check({ ...underTest, clock });
      } finally {
        await underTest.close();
      }
    });
  };
  describe(`${name} keeps the promises of a log`, () => {
    describe("append and read", () => addAppendClauses(clause));
    describe("writes to several streams", () => addSeveralStreamsClauses(clause));
    describe("claims", () => addClaimClauses(clause));
    describe("list", () => addListingClauses(clause));
    describe("changes", () => addChangeClauses(clause));
    describe("expire", () => addExpiryClauses(clause));
    describe("attachments", () => addAttachmentClauses(clause));
  });
}
