import { describe, expect, test } from "vitest";
import { everyKindGuide } from "./every-kind-fixture.js";
import { paidMonth, type Told, tellRun, undoneMonth } from "./month-run-fixture.js";
import { renderRun } from "./render-run.js";

const { document } = everyKindGuide;
const person = { kind: "person", id: "lead one" } as const;

function pageOf(told: readonly Told[], timeZone = "America/New_York"): string {
  const { run, events } = tellRun(everyKindGuide, "month-end", told);
  return renderRun(document, run, { events, timeZone });
}

/** What a page records of a step, from its status on. */
function recordOf(page: string, number: string, title: string): string {
  const [, after = ""] = page.split(new RegExp(`^#+ ${number} ${title}$`, "m"));
  const section = after.split(/^(?:<a id|#)/m)[0] ?? "";
  return section.slice(section.search(/^\*\*[✓✕?…–·] /m)).trim();
}

describe("renderRun with every kind of step", () => {
  const page = pageOf(paidMonth);

  test("tells what a run waited for before it began, and for which slot it is", () => {
    expect(page).toContain("- **For the slot**: `monthly/2026-02-04T18:00`\n");
    expect(
      page,
    ).toContain(`| 18:01:00 | ops-1 (service) | Waits for its turn behind the run \`month-2025-12\` (closing) |
| 18:02:00 | ops-1 (service) | Its turn has come (closing) |`);
  });

  test("tells waits and calls", () => {
    expect(recordOf(page, "1.1", "Let the last orders come in")).toContain(
      "| 18:03:00 | ops-1 (service) | Waits for 4 Feb 2026, 18:05:00 |\n| 18:04:00 | ops-1 (service) | Completed |",
    );
    const called = recordOf(page, "1.2", "Take over the month's exchange rates");
    expect(called).toContain("- **Run called**: `month-2026-01/rates`\n");
    expect(called).toContain("| Waits for the run `month-2026-01/rates` |");
    const paid = recordOf(page, "1.7", "Wait for the payroll's receipt");
    expect(paid).toContain('- **Told**: `{receipt: "PR-77"}`\n');
    expect(paid).toContain("| Waits to be told, due 4 Feb 2026, 19:30:00 |");
    expect(paid).toContain('| payroll one (person) | Told `{receipt: "PR-77"}` |');
    expect(paid).not.toContain("Output");
  });

  test("tells who did what at a manual step, as what and when", () => {
    expect(
      recordOf(page, "1.6", "Approve the payment"),
    ).toBe(`**✓ Succeeded** 4 Feb 2026, 18:15:00 to 18:24:00

- **Due**: 4 Feb 2026, 19:00:00
- **Called**: once
- **Submitted**: 4 Feb 2026, 18:21:00 by **lead one (person)** as finance lead
- **Form**: decision: approve; remark: Agrees with the ledger.
- **Signed**: 4 Feb 2026, 18:22:00 by **controller one (person)** as controller; 4 Feb 2026, 18:23:00 by **controller two (person)** as controller
- **By**: ops-1 (service), lead one (person), controller one (person), controller two (person)

| When | Who | What |
| --- | --- | --- |
| 18:15:00 | ops-1 (service) | Waits for people, due 4 Feb 2026, 19:00:00 |
| 18:16:00 | lead one (person) | Taken on as **finance lead** |
| 18:17:00 | lead one (person) | Given back |
| 18:18:00 | ops-1 (service) | Called **operations lead** because it waits; the next call is due 4 Feb 2026, 18:40:00 |
| 18:19:00 | lead one (person) | Submitted as **finance lead**: \`{decision: "approve"}\` – “As agreed” |
| 18:20:00 | controller one (person) | Rejected as **controller**: No remark. |
| 18:21:00 | lead one (person) | Submitted as **finance lead**: \`{decision: "approve", remark: "Agrees with the ledger."}\` |
| 18:22:00 | controller one (person) | Signed as **controller**; the machine check held |
| 18:23:00 | controller two (person) | Signed as **controller**; the machine check held – “Seen.” |
| 18:24:00 | ops-1 (service) | Completed |`);
  });

  test("tells where a run waits, and what is due next", () => {
    const waiting = pageOf(paidMonth.slice(0, 16));
    expect(waiting).toContain("**Waiting** at 1.6 [Approve the payment](#month-end.approve)");
    expect(waiting).toContain("- **Next call**: 4 Feb 2026, 18:17:00\n");
    expect(waiting).toContain("(by people, 2 sign) – **waiting** – on failure:");
  });

  test("tells what was undone beside what was done", () => {
    const undone = pageOf(undoneMonth);
    expect(undone).toContain("| Asked to cancel and to undo: Wrong month. |");
    const record = recordOf(undone, "1.4", "Load the orders into the plan");
    expect(record).toContain("**✓ Succeeded** 4 Feb 2026, 18:09:00");
    expect(record).toContain(
      "**✓ Undone** 4 Feb 2026, 18:31:00 to 18:32:00, took 4 min\n\n- **Moved**: 48,210 rows written",
    );
    expect(pageOf(undoneMonth.slice(0, -2))).toContain("**… Undoing it: running**");
  });

  test("tells what else may happen to a run", () => {
    const requested: Told = [
      "run.requested",
      { input: {}, labels: {}, calledBy: { runId: "year-2026", stepId: "months" } },
    ];
    const postponed: Told = [
      "run.postponed",
      { untilMs: Date.UTC(2026, 1, 6), trouble: { code: "storage.full", message: "No room." } },
    ];
    expect(pageOf([requested, postponed])).toContain(
      "- **Put off**: until 5 Feb 2026, 19:00:00: No room. (storage.full)\n",
    );
    const told = pageOf([
      requested,
      postponed,
      [
        "run.migrated",
        { fromGuideHash: "0".repeat(64), guideHash: everyKindGuide.hash, reason: "A better text." },
        person,
      ],
      ["manual.submitted", { stepId: "compare", role: "analyst", form: "early" }, person],
      ["manual.rejected", { stepId: "compare", reason: "The totals differ." }],
      ["step.failed", { stepId: "settle", failure: { code: "step.overdue", message: "Too late." } }],
      ["step.completed", { stepId: "paid", output: 1, because: "It was overdue." }],
    ]);
    for (const words of [
      "- **Called by**: `year-2026` at `months`\n",
      "| Postponed until 5 Feb 2026, 19:00:00: No room. (storage.full) |",
      `| lead one (person) | Moved to the guide of version \`${everyKindGuide.hash.slice(0, 12)}\` from \`000000000000\`: A better text. |`,
      "**· Not begun yet**",
      '| Submitted as **analyst**: `"early"` |',
      "| ops-1 (service) | Rejected: The totals differ. |",
      "| Failed: Too late. (step.overdue) |",
      "| Completed: It was overdue. |",
    ]) {
      expect(told).toContain(words);
    }
  });

  test("tells why a run was refused", () => {
    const asked = { procedureId: "month-end", guideHash: everyKindGuide.hash, input: 5, labels: {} };
    const refused = pageOf([["run.refused", { ...asked, issues: ["month: is missing"] }, person]]);
    expect(refused).toContain("**Refused: it never began**");
    expect(refused).toContain("- **Refused because**: month: is missing\n");
    expect(refused).toContain("| lead one (person) | Asked for, and refused: month: is missing |");
  });

  test("tells dates beside times where a step took longer than a day", () => {
    const long = tellRun(everyKindGuide, "month-end", paidMonth);
    const events = long.events.map((event) => ({ ...event, at: event.at + event.seq * 7_200_000 }));
    const rendered = renderRun(document, long.run, { events, timeZone: "UTC" });
    expect(rendered).toMatch(/\| \d Feb 2026, \d\d:\d\d:\d\d \| lead one \(person\) \| Taken on/);
  });
});
