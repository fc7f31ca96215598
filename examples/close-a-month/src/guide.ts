import { readFile } from "node:fs/promises";
import {
  defineBusinessCalendar,
  defineGuide,
  defineProcedure,
  type Guide,
  scheduleProcedure,
} from "@spm-ops/core";
import { z } from "zod";

const zone = "America/New_York";

const payments = z.strictObject({
  folder: z.string().describe("where the payment files of the months are"),
  month: z
    .string()
    .regex(/^\d{4}-\d\d$/)
    .describe("such as 2026-01"),
});

/** Loading is a procedure of its own: the month calls it, and so may anybody else. */
const loadPayments = defineProcedure({
  id: "load-payments",
  title: "Load the payments of a month",
  purpose: "The payments that are to be signed are those that were calculated.",
  input: payments,
  concurrency: { key: () => "ledger", words: "one load into the ledger", whenBusy: "queue" },
})
  .step("read", {
    title: "Read the payment file",
    instructions: ["Open the file of the month.", "Count its rows."],
    effect: "repeatable",
    run: async ({ input, volume, attach }) => {
      const bytes = await readFile(`${input.folder}/${input.month}.csv`);
      await attach({ name: `${input.month}.csv`, mediaType: "text/csv", content: bytes });
      const amounts = readAmounts(bytes.toString("utf8"));
      volume({ rowsRead: amounts.length, bytes: bytes.length });
      return { amounts, total: sum(amounts) };
    },
    accept: ({ amounts }) => (amounts.length > 0 ? undefined : "The file holds no payment."),
  })
  .step("post", {
    title: "Post the payments",
    instructions: ["Post each payment once."],
    effect: "keyed",
    // Each payment that was read is posted: neither more nor fewer.
    reconcile: [{ measure: "rowsWritten", with: { step: "read", measure: "rowsRead" } }],
    run: ({ outputs, volume }) => {
      volume({ rowsWritten: outputs.read.amounts.length });
      return { total: outputs.read.total };
    },
    compensate: {
      instructions: ["Reverse the posting of the month."],
      effect: "keyed",
      run: ({ outputs }) => `reversed ${outputs.compensated.total}`,
    },
  });

const closeMonth = defineProcedure({
  id: "close-month",
  title: "Close the month",
  purpose: "Nobody is paid before two people have signed what they are paid.",
  input: payments,
  controls: ["PAY-02"],
})
  .call("load", {
    title: "Load the payments",
    instructions: ["Perform the procedure for loading."],
    procedure: loadPayments,
    input: ({ input }) => input,
    onFailure: { instructions: ["Ask for a repaired file."], call: "analyst" },
  })
  .manual("sign", {
    title: "Sign the payments",
    instructions: ["Take the total from the ledger.", "Sign only if it is the total of the file."],
    role: "analyst",
    form: z.strictObject({ ledgerTotal: z.string().describe("as the ledger shows it") }),
    signOff: { need: 2, by: ["controller"], notSameAs: ["initiator", "preparer"] },
    check: ({ form, outputs }) => {
      const { total } = outputs.load.read;
      return form.ledgerTotal === total ? undefined : `the ledger has ${form.ledgerTotal}, the file ${total}`;
    },
    due: { workingDays: 3, at: "12:00", zone, calendar: "us" },
    escalate: [{ due: { workingDays: 2, at: "12:00", zone, calendar: "us" }, call: "controller" }],
  })
  .waitFor("paid", {
    title: "Wait for payroll",
    instructions: ["Ask payroll whether the batch has gone out."],
    until: { words: "payroll has sent the batch", told: z.strictObject({ batch: z.string() }) },
  })
  .step("close", {
    title: "Close the month",
    instructions: ["Lock the period."],
    effect: "repeatable",
    run: ({ input, outputs }) => ({
      month: input.month,
      batch: outputs.paid.batch,
      total: outputs.load.read.total,
    }),
  });

/** The guide of the month. */
export function createMonthGuide(folder: string): Guide {
  const holidays = [
    { date: "2026-01-01", title: "New Year's Day" },
    { date: "2026-01-19", title: "Martin Luther King Jr. Day" },
  ];
  return defineGuide({
    title: "Operations Guide: month end",
    client: "Example",
    contacts: [
      { role: "analyst", reach: "analysts@example.test" },
      { role: "controller", reach: "controllers@example.test" },
    ],
    controls: [{ id: "PAY-02", title: "Payments are complete, and signed by two who did not prepare them" }],
    calendars: [defineBusinessCalendar({ id: "us", title: "United States", holidays })],
    procedures: [closeMonth, loadPayments],
    schedules: [
      scheduleProcedure(
        closeMonth,
        { id: "month-end", rule: { workingDay: 10, of: "month", at: "18:00" }, zone, calendar: "us" },
        (slot) => ({ folder, month: slot.nominal.slice(0, 7) }),
      ),
    ],
  });
}

/** Cents, so that no payment is a float. */
function readAmounts(text: string): readonly string[] {
  const [, ...rows] = text.trimEnd().split("\n");
  return rows.map((row) => row.split(",")[1] ?? "");
}

function sum(amounts: readonly string[]): string {
  const cents = amounts.reduce((total, amount) => total + BigInt(amount.replace(".", "")), 0n);
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}
