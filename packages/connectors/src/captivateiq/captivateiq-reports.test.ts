import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { runLoad } from "../contract/run-load.js";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import { textOf } from "../testing/expectations.js";
import { createTextFile } from "../testing/index.js";
import type { CaptivateiqReport } from "./index.js";
import {
  BY_REP,
  connectTo,
  DEALS,
  dealRows,
  HEADER,
  PERIOD_GROUP,
  PLAN,
  REPORT_MODEL,
  REPORT_WORKSHEET,
  simulateDeals,
} from "./testing/simulated-deals.js";

const QUICK = { intervals: [{ afterMs: 0, everyMs: 10 }] };
const PAYOUTS = "Payout Date,Plan,Period Group,Employee,Amount\n";
const payout = (month: number) => `2026-0${month}-28,Executives,Monthly,E-${month},${month}00.00\n`;
const model = { reportModel: REPORT_MODEL, worksheet: REPORT_WORKSHEET, periodDate: "2026-04-30" } as const;
const one = `${HEADER}\nD-1,Süd,1.50,2026-04-30\n`;
const newest = { newest: 2 };

async function simulateTwoDeals() {
  const simulator = await simulateDeals();
  await using connector = connectTo(simulator);
  await runLoad(
    connector,
    { load: "Deals", file: createTextFile("deals.csv", dealRows(2)) },
    { polling: QUICK },
  );
  return simulator;
}

describe("a report", () => {
  const table: readonly (readonly [CaptivateiqReport, string])[] = [
    [{ kind: "data-worksheet", worksheet: DEALS }, dealRows(2)],
    [{ kind: "transformation-worksheet", worksheet: "Deals by rep" }, dealRows(2)],
    [
      { kind: "transformation-worksheet", worksheet: BY_REP, format: "json" },
      '[{"Deal ID":"D-0","Rep":"North"',
    ],
    [{ kind: "payout-summaries", payoutDates: ["2026-02-28"] }, PAYOUTS + payout(2)],
    [{ kind: "payout-adjustments", payoutDates: newest }, PAYOUTS + payout(5) + payout(6)],
    [{ kind: "payout-employee-assumptions", payoutDates: newest, lockedOnly: true }, PAYOUTS + payout(5)],
    [
      { kind: "payout-worksheet", payoutDates: newest, worksheetName: "Commission", planIds: [PLAN] },
      PAYOUTS + payout(5) + payout(6),
    ],
    [
      { kind: "payout-summaries", payoutDates: ["2026-02-28"], periodGroupIds: [PERIOD_GROUP] },
      PAYOUTS + payout(2),
    ],
    [{ kind: "payout-summaries", payoutDates: ["2026-02-28"], planIds: [DEALS] }, PAYOUTS],
    [{ kind: "report-model", ...model, reprocess: true }, dealRows(2)],
    [
      {
        ...{ kind: "report-records", ...model, query: "süd" },
        columnFilters: [{ column: DEALS, operator: "in", term: ["a", "b"] }],
        sort: [{ column: DEALS, direction: "descending" }],
      },
      one,
    ],
  ];

  test.for(table)("of %j holds what the vendor exports", async ([report, text]) => {
    await using simulator = await simulateTwoDeals();
    await using connector = connectTo(simulator, { reports: { Wanted: report } });
    const handle = await connector.start({ kind: "report", object: "Wanted" });
    expect((await waitForOutcome(connector, handle, QUICK)).state).toBe("succeeded");
    const got = await textOf(connector.report(handle));
    expect(got.startsWith(text) && (got.length === text.length || text.startsWith("["))).toBe(true);
  });

  test("is asked for again when an answer is lost, unless it calculates", async () => {
    await using simulator = await simulateTwoDeals();
    const reports = {
      Export: { kind: "report-model", ...model },
      Calculation: { kind: "report-model", ...model, reprocess: true },
    } as const;
    await using connector = connectTo(simulator, { reports });
    const start = { method: "POST", path: /export-worksheet/ };
    simulator.faults.loseReply(start);
    expect((await connector.start({ kind: "report", object: "Export" })).object).toBe("report/Export");
    simulator.faults.loseReply(start);
    const calculation = connector.start({ kind: "report", object: "Calculation" });
    await expect(calculation).rejects.toMatchObject({ code: "remote.unknown" });
    const exports = simulator.ledger().filter(({ type }) => type.startsWith("report_models"));
    expect(exports).toHaveLength(3);
  });

  test("has a link that lives for a while, and keeps what signs it to itself", async () => {
    const clock = createFakeClock();
    await using simulator = await simulateDeals({ clock, durations: { queueMs: 0, jobMs: 1_000 } });
    await using connector = connectTo(simulator, {}, { clock });
    const handle = await connector.start({ kind: "report", object: "All deals" });
    await expect(textOf(connector.report(handle))).rejects.toMatchObject({
      code: "remote.malformed",
      message: expect.stringContaining("there is no link"),
    });
    clock.advance(1_000);
    simulator.faults.setConditions({ linksExpired: true, nestedDetails: true });
    const failure = await textOf(connector.report(handle)).catch(String);
    expect(failure).toContain("Request has expired");
    expect(failure).not.toContain("X-Amz-Signature");
    simulator.faults.clear();
    expect(await textOf(connector.report(handle))).toBe(`${HEADER}\n`);
  });

  test("cannot have the newest payout dates where there are none", async () => {
    await using simulator = await simulateDeals();
    const reports = { Paid: { kind: "payout-summaries", payoutDates: newest, planIds: [DEALS] } } as const;
    await using connector = connectTo(simulator, { reports });
    const start = connector.start({ kind: "report", object: "Paid" });
    await expect(start).rejects.toMatchObject({ code: "remote.not-found" });
  });
});
