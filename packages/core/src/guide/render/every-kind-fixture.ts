import { z } from "zod";
import { defineBusinessCalendar } from "../../schedule/business-calendar.js";
import { defineGuide } from "../guide.js";
import { defineProcedure } from "../procedure.js";
import { scheduleProcedure } from "../scheduled-procedure.js";

const run = () => 1;
const holidays = defineBusinessCalendar({
  id: "us",
  title: "US holidays",
  holidays: [
    { date: "2027-01-01", title: "New Year's Day" },
    { date: "2026-12-25", title: "Christmas Day" },
    { date: "2026-07-03", title: "Independence Day, observed" },
  ],
  fiscal: { pattern: "4-4-5", firstYear: 2026, firstDay: "2026-02-02", longYears: [2031] },
});

const rates = defineProcedure({
  id: "exchange-rates",
  title: "Take over the exchange rates",
  purpose: "Amounts in foreign currencies are paid at the month's closing rates.",
  input: z.strictObject({ month: z.string() }),
}).step("fetch", {
  title: "Fetch the rates",
  instructions: ["Download the closing rates of the month's last day.", "Save them as rates.csv."],
  effect: "repeatable",
  retry: { attempts: 3 },
  run: () => ({ rates: 31 }),
});

const loaded = defineProcedure({
  id: "month-end",
  title: "Close the month",
  purpose: "Commissions are paid on what the month has brought, and on nothing else.",
  input: z.strictObject({ month: z.string().describe("such as 2026-01") }),
  controls: ["C-12", "C-20"],
  concurrency: { key: ({ month }) => month, words: "one closing of a month", whenBusy: "refuse" },
})
  .waitUntil("settle", {
    title: "Let the last orders come in",
    instructions: ["Wait for the evening of the next working day."],
    until: { workingDays: 1, at: "17:30", zone: "America/New_York", calendar: "us" },
  })
  .call("rates", {
    title: "Take over the month's exchange rates",
    instructions: ["Perform the procedure for the month that is closed."],
    onFailure: { instructions: ["Ask the treasury for its rates."], call: "treasury" },
    procedure: rates,
    input: ({ input }) => ({ month: input.month }),
  })
  .step("validate", {
    title: "Validate the orders of the month",
    instructions: ["Open the month's files.", "Compare the number of rows with the trailer of each."],
    effect: "repeatable",
    expect: { durationMs: { min: 120_000, max: 600_000 }, volume: { rowsRead: { min: 1_000 } } },
    run,
  })
  .step("load", {
    title: "Load the orders into the plan",
    instructions: ["Start the import of the month's orders. Never start it twice."],
    onSuccess: { instructions: ["Note the number of the import."] },
    onFailure: { instructions: ["Note the vendor's message."], call: "operations lead", then: "compensate" },
    onDoubt: { instructions: ["Look for the import in the list of tasks."] },
    effect: "once",
    expect: { volume: { rowsRejected: { max: 0 } } },
    reconcile: [
      { measure: "rowsRead", with: { step: "validate", measure: "rowsRead" } },
      { measure: "amounts", with: { step: "validate", measure: "amounts" } },
    ],
    run,
    compensate: {
      instructions: ["Start the process that empties the month.", "See that no row of the month is left."],
      effect: "keyed",
      onDoubt: { instructions: ["Count the rows of the month."] },
      run,
    },
  });

const closing = loaded
  .manual("compare", {
    title: "Compare the totals",
    instructions: ["Open the summary of the load.", "Compare its total with the ledger's."],
    role: "analyst",
    form: z.strictObject({
      total: z.string().describe("as the ledger has it"),
      agrees: z.enum(["yes", "no"]),
    }),
  })
  .manual("approve", {
    title: "Approve the payment",
    instructions: ["Read the comparison.", "Approve, or reject and say why."],
    onFailure: {
      instructions: ["Do not pay. Open an incident."],
      call: "operations lead",
      then: "compensate",
    },
    role: "finance lead",
    form: z.strictObject({ decision: z.enum(["approve", "reject"]), remark: z.string().optional() }),
    signOff: { need: 2, by: ["finance lead", "controller"], notSameAs: ["initiator", "preparer", "compare"] },
    check: () => undefined,
    due: { workingDays: 2, at: "12:00", zone: "America/New_York", calendar: "us" },
    escalate: [
      { due: { afterMs: 14_400_000 }, call: "operations lead" },
      { due: { workingDays: 1, at: "09:00", zone: "America/New_York", calendar: "us" }, call: "controller" },
    ],
    whenOverdue: "fail",
  })
  .waitFor("paid", {
    title: "Wait for the payroll's receipt",
    instructions: ["Ask the payroll for its receipt."],
    onFailure: { instructions: ["Call the payroll."], call: "payroll", then: "continue" },
    until: { words: "the payroll has confirmed the payment", told: z.strictObject({ receipt: z.string() }) },
    due: { afterMs: 172_800_000 },
  })
  .step("publish", {
    title: "Publish the statements",
    instructions: ["Release the statements of the month to the payees."],
    effect: "keyed",
    timeoutMs: 900_000,
    run,
    compensate: { instructions: ["Withdraw the statements."], effect: "repeatable", run },
  })
  .whenFailed("tell", {
    title: "Tell those who wait for their statements",
    instructions: ["Write to all sales managers."],
    effect: "keyed",
    run,
  });

/** A guide that has every kind of step, and all that a guide can say of them. */
export const everyKindGuide = defineGuide({
  title: "Operations Guide",
  client: "Example Insurance",
  environments: [{ id: "production", title: "Commission plan, production", vendor: "Anaplan" }],
  contacts: [
    { role: "analyst", reach: "commissions@example.test" },
    { role: "controller", reach: "extension 4410", people: 2 },
    { role: "finance lead", reach: "extension 4400", people: 1 },
    { role: "operations lead", reach: "by telephone, day and night" },
    { role: "payroll", reach: "payroll@example.test" },
    { role: "treasury", reach: "treasury@example.test" },
  ],
  controls: [
    { id: "C-12", title: "Only complete and approved data is paid" },
    { id: "C-20", title: "Nobody approves what they have prepared" },
    { id: "C-31", title: "Access is reviewed every quarter" },
  ],
  calendars: [holidays],
  procedures: [closing, rates],
  schedules: [
    scheduleProcedure(
      closing,
      {
        id: "monthly",
        title: "Month end",
        rule: { workingDay: 3, of: "month", at: "18:00" },
        zone: "America/New_York",
        calendar: "us",
      },
      ({ nominal }) => ({ month: nominal.slice(0, 7) }),
    ),
  ],
});
