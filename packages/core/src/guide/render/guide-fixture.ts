import { z } from "zod";
import { defineBusinessCalendar } from "../../schedule/business-calendar.js";
import type { GuideDocument } from "../document/guide-document.js";
import { defineGuide } from "../guide.js";
import { defineProcedure } from "../procedure.js";
import { scheduleProcedure } from "../scheduled-procedure.js";

const run = () => 1;
const count = { title: "Count", instructions: ["Count by hand."], effect: "repeatable", run } as const;

/** A guide of automated steps: each branch and policy once. */
export const nightGuide = defineGuide({
  title: "Operations Guide",
  client: "Example",
  environments: [{ id: "production", title: "Production", vendor: "Anaplan" }],
  contacts: [
    { role: "data team", reach: "data@example.test" },
    { role: "night desk", reach: "by telephone" },
  ],
  procedures: [
    defineProcedure({
      id: "nightly-load",
      title: "Load the night's orders",
      purpose: "Commissions are computed on yesterday's orders.",
      due: "every night at 22:00",
      input: z.strictObject({ businessDate: z.iso.date(), note: z.string().optional() }),
    })
      .step("receive", {
        title: "Wait for the order file",
        instructions: ["Open the customer's site.", "Look for orders_*.csv in /inbox."],
        onSuccess: { instructions: ["Note its size."] },
        onFailure: { instructions: ["Ask for the file."], call: "data team", then: "stop" },
        effect: "repeatable",
        retry: { attempts: 3 },
        timeoutMs: 90_000,
        run,
      })
      .step("load", {
        title: "Load it",
        instructions: ["Start the import."],
        onFailure: { instructions: ["Go on with what is there."], then: "continue" },
        onDoubt: { instructions: ["Look into the list of imports."] },
        effect: "once",
        run,
      })
      .whenFailed("tell", {
        title: "Tell the vendor",
        instructions: ["Write a ticket."],
        effect: "keyed",
        run,
      }),
  ],
});

/** A guide that has nothing that it need not have. */
export const bareGuide = defineGuide({
  title: "Guide",
  client: "Example",
  procedures: [defineProcedure({ id: "count", title: "Count", input: z.object({}) }).step("count", count)],
});

/** A guide in which every text is the same one. */
export function guideOfText(text: string): GuideDocument {
  const texts = { title: text, instructions: [text] };
  const branch = { instructions: [text] };
  const calendar = defineBusinessCalendar({
    id: "days",
    title: text,
    holidays: [{ date: "2026-12-25", title: text }],
  });
  const due = { workingDays: 1, at: "12:00", zone: "UTC", calendar: "days" };
  const procedure = defineProcedure({
    id: "count",
    title: text,
    purpose: text,
    due: text,
    input: z.object({ field: z.string().describe(text) }),
    controls: [text],
    concurrency: { key: () => "", words: text },
  })
    .step("count", {
      ...{ ...count, ...texts, onSuccess: branch, onDoubt: branch },
      compensate: { ...branch, effect: "repeatable", onDoubt: branch, run },
    })
    .step("go-on", { ...count, ...texts, onFailure: { ...branch, then: "continue" } })
    .manual("sign", {
      ...{ ...texts, role: text, form: z.object({ field: z.string().describe(text) }) },
      ...{ signOff: { need: 1, by: [text] }, due, escalate: [{ due, call: text }] },
    })
    .waitUntil("wait", { ...texts, until: { words: text, moment: () => 0 } })
    .waitFor("hear", { ...texts, until: { words: text, told: z.string().describe(text) } })
    .whenFailed("tell", { ...count, ...texts, onFailure: { ...branch, call: text } });
  return defineGuide({
    title: text,
    client: text,
    environments: [{ id: "production", title: text, vendor: text }],
    contacts: [{ role: text, reach: text }],
    controls: [{ id: text, title: text }],
    calendars: [calendar],
    procedures: [procedure],
    schedules: [
      scheduleProcedure(
        procedure,
        { id: "daily", title: text, rule: { cron: "0 22 * * *" }, zone: "UTC" },
        () => ({ field: "" }),
      ),
    ],
  }).document;
}
