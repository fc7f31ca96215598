import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { LogEvent } from "../../log/event.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { foldStream } from "../../log/stream.js";
import { runKind } from "../../run/run-kind.js";
import { createRunLog } from "../../run/run-log.js";
import type { RunState } from "../../run/run-state.js";
import { createRunner } from "../../run/runner.js";
import { createFakeClock } from "../../testing/fake-clock.js";
import { defineGuide } from "../guide.js";
import { defineProcedure } from "../procedure.js";
import { bareGuide, nightGuide } from "./guide-fixture.js";
import { renderRun } from "./render-run.js";

const { document, hash } = nightGuide;
const worker = { kind: "service", id: "ops-1" } as const;
const analyst = { kind: "person", id: "analyst" } as const;

type Told = readonly [type: string, data: LogEvent["data"], actor?: LogEvent["actor"]];

/** What is told of a run, a second apart from 22:00 on. */
function tell(...told: readonly Told[]): { run: RunState; events: readonly LogEvent[] } {
  const request: Told = [
    "run.requested",
    {
      procedureId: "nightly-load",
      guideHash: hash,
      input: { businessDate: "2026-01-05" },
      labels: { origin: "ad hoc" },
    },
    analyst,
  ];
  const events = [request, ...told].map(
    ([type, data, actor = worker], index): LogEvent => ({
      stream: { kind: "run", id: "night-1" },
      ...{ seq: index + 1, at: Date.UTC(2026, 0, 5, 22, 0, index), epoch: 1, type, actor, data },
      ...{ dataDigest: "", previousHash: "", hash: "" },
    }),
  );
  const run = foldStream(runKind, events);
  if (run === undefined) throw new TypeError("the run was requested");
  return { run, events };
}

const intended = (effectId: string, attempt = 1): Told => [
  "effect.intended",
  { effectId, attempt, key: `night-1/${effectId}`, contract: "repeatable" },
];
const done = (effectId: string, more: Readonly<Record<string, string | number | boolean>> = {}): Told => [
  "effect.succeeded",
  {
    effectId,
    attempt: 1,
    output: { path: "/inbox/orders.csv" },
    elapsedMs: 850,
    volume: { rowsRead: 48_210 },
    ...more,
  },
];
const down: Told = [
  "effect.failed",
  {
    ...{ effectId: "receive", attempt: 1, elapsedMs: 300, willRetry: true },
    failure: { code: "remote.unavailable", message: "Nobody answers." },
  },
];
const doubt: Told = ["effect.in-doubt", { effectId: "load", attempt: 1, reason: "The reply was lost." }];
const finished = (outcome: string): Told => ["run.finished", { outcome }];

/** The part of a page that is about one step. */
function stepOf(page: string, title: string): string {
  const [, after = ""] = page.split(new RegExp(`^#+ 1\\.F?\\d ${title}$`, "m"));
  return (after.split(/^<a id|^#/m)[0] ?? "").trim();
}

describe("renderRun", () => {
  test("tells of a step when, by whom, how long, how much and how it ended", () => {
    const { run, events } = tell(
      intended("receive"),
      done("receive"),
      intended("load"),
      done("load"),
      finished("succeeded"),
    );
    const page = renderRun(document, run, { events });
    expect(page).toContain(
      `# Load the night's orders: night-1\n\nExample · version \`${hash}\`\n\n**Succeeded**\n`,
    );
    expect(page).toContain("- **Requested**: 5 Jan 2026, 22:00:00 (UTC) by analyst (person)\n");
    expect(page).toContain(
      "- **Finished**: 5 Jan 2026, 22:00:05\n- **Took**: 5 s\n- **Labels**: origin: ad hoc\n",
    );
    expect(page).toContain('- **Input**: `{businessDate: "2026-01-05"}`\n');
    expect(page).toContain(
      "1.1 [Wait for the order file](#nightly-load.receive) – **succeeded** – on failure: stops",
    );
    const step = stepOf(page, "Wait for the order file");
    expect(step).toContain("1. Open the customer's site.");
    expect(step.split("**✓ Succeeded**")[1]).toBe(
      ` 5 Jan 2026, 22:00:01 to 22:00:02, took 850 ms

- **Moved**: 48,210 rows read
- **By**: ops-1 (service)
- **Output**: \`{path: "/inbox/orders.csv"}\``,
    );
    expect(stepOf(page, "Tell the vendor")).toMatch(/\*\*Not begun\*\*$/);
  });

  test("tells each attempt where there was more than one", () => {
    const { run, events } = tell(intended("receive"), down, intended("receive", 2), done("receive"));
    const page = renderRun(document, run, { events });
    expect(page).toContain("**Not finished**");
    expect(stepOf(page, "Wait for the order file")).toContain(`- **Attempts**: 2
- **By**: ops-1 (service)
- **Output**: \`{path: "/inbox/orders.csv"}\`

| When | Who | What |
| --- | --- | --- |
| 22:00:01 | ops-1 (service) | Attempt 1 begun |
| 22:00:02 | ops-1 (service) | Failed after 300 ms: Nobody answers. (remote.unavailable); will be tried again |
| 22:00:03 | ops-1 (service) | Attempt 2 begun |
| 22:00:04 | ops-1 (service) | Done after 850 ms |`);
  });

  test("tells a doubt, and who resolved it and how", () => {
    const left = tell(intended("receive"), done("receive"), intended("load"), doubt);
    const waiting = renderRun(document, left.run, { events: left.events });
    expect(waiting).toContain("**In doubt** at 1.2 [Load it](#nightly-load.load)");
    expect(stepOf(waiting, "Load it")).toContain("- **In doubt**: The reply was lost.");

    const as = { effectId: "load", as: "happened", output: "task 7", reason: "It is in the list." };
    const { run, events } = tell(intended("receive"), done("receive"), intended("load"), doubt, [
      "effect.resolved",
      as,
      analyst,
    ]);
    const step = stepOf(renderRun(document, run, { events }), "Load it");
    expect(step).toContain("**✓ Found done**");
    expect(step.match(/^\| 22:/gm)).toHaveLength(3);
    expect(step).toContain(
      '| analyst (person) | Found out that it has happened: It is in the list. Taken as its output: `"task 7"` |',
    );

    const absent = { effectId: "load", as: "absent", reason: "Nothing there." };
    const again = tell(intended("receive"), done("receive"), intended("load"), doubt, [
      "effect.resolved",
      absent,
      analyst,
    ]);
    const text = renderRun(document, again.run, { events: again.events });
    expect(text).toContain("| analyst (person) | Found out that it has not happened: Nothing there. |");
  });

  test("tells what was refused or failed, and where that has ended the run", () => {
    const refused = done("receive", { refusal: "Only 3 rows." });
    const { run, events } = tell(
      intended("receive"),
      refused,
      intended("tell"),
      done("tell", { found: true }),
      finished("failed"),
    );
    const page = renderRun(document, run, { events });
    expect(page).toContain("**Failed** at 1.1 [Wait for the order file](#nightly-load.receive)");
    expect(stepOf(page, "Wait for the order file")).toContain("- **Not accepted**: Only 3 rows.");
    expect(stepOf(page, "Tell the vendor")).toContain("Found to have happened");

    const failed: Told = ["effect.failed", { ...Object(down[1]), willRetry: false }];
    const other = tell(intended("receive"), failed, finished("failed"));
    expect(renderRun(document, other.run)).toContain("- **Failure**: Nobody answers. (remote.unavailable)");
  });

  test("tells what people decided, with their reasons", () => {
    const { run, events } = tell(
      ["run.held", { reason: "The vendor is down." }, analyst],
      ["run.released", { reason: "It is back." }, analyst],
      ["run.resumed", { worker: "ops-2" }],
      ["step.skipped", { stepId: "receive", reason: "Sent by mail." }, analyst],
      ["step.overridden", { stepId: "load", output: "task 9", reason: "Done by hand." }, analyst],
      ["step.reused", { stepId: "tell", fromRunId: "night-0", output: 1, reason: "As before." }, analyst],
      ["act.refused", { act: "skip", why: "It has ended." }, analyst],
      ["run.cancel-requested", { reason: "Not tonight." }, analyst],
      finished("cancelled"),
    );
    const page = renderRun(document, run, { events });
    expect(page).toContain("**Cancelled**");
    expect(page).toContain("- **Cancelled**: 5 Jan 2026, 22:00:08 by **analyst (person)**: Not tonight.");
    expect(page).toContain(`| 22:00:01 | analyst (person) | Held: The vendor is down. |
| 22:00:02 | analyst (person) | Released: It is back. |
| 22:00:03 | ops-1 (service) | Taken up again by ops-2 |
| 22:00:07 | analyst (person) | Refused: skip: It has ended. |
| 22:00:08 | analyst (person) | Asked to cancel: Not tonight. |`);
    expect(page).toContain("- **Decided**: skipped by **analyst (person)**: Sent by mail.");
    expect(page).toContain('Overridden: Done by hand. Its output: `"task 9"`');
    expect(page).toContain("Taken over from the run `night-0`: As before.");

    const held = tell(["run.held", { reason: "The vendor is down." }, analyst]);
    const rerunOf = { runId: "night-0", fromStepId: "load", reason: "Wrong file." };
    const waiting = renderRun(document, { ...held.run, rerunOf });
    expect(waiting).toContain(
      "- **Held**: 5 Jan 2026, 22:00:01 by **analyst (person)**: The vendor is down.",
    );
    expect(waiting).toContain("- **Repeats**: `night-0` from `load`: Wrong file.");
  });

  test("tells the state alone without the events, and times in the zone that was asked for", () => {
    const { run } = tell(intended("receive"), down, intended("receive", 2), done("receive"));
    const page = renderRun(document, run, { format: "html", timeZone: "America/New_York" });
    expect(page).toContain("5 Jan 2026, 17:00:01 to 17:00:04, took 850 ms");
    expect(page).not.toContain("(service)");
    expect(page).not.toContain("Nobody answers");
  });

  test("takes text of the log for text", () => {
    const failed: Told = [
      "effect.failed",
      {
        ...Object(down[1]),
        willRetry: false,
        failure: { code: "x", message: "<script>alert(1)</script> *a*" },
      },
    ];
    const { run, events } = tell(intended("receive"), failed);
    expect(renderRun(document, run, { events, format: "html" })).not.toContain("<script");
    expect(renderRun(document, run, { events })).not.toContain(" *a*");
  });

  test("refuses another guide than the run's, and a zone that is none", () => {
    const { run } = tell();
    expect(() => renderRun(bareGuide.document, run)).toThrow(/follows the guide of version/);
    expect(() => renderRun(document, { ...run, procedureId: "month-end" })).toThrow(/no procedure month-end/);
    expect(() => renderRun(document, run, { timeZone: "Europe/Nowhere" })).toThrow(RangeError);
  });

  test("prints a past run with the guide that it had", async () => {
    const clock = createFakeClock();
    await using log = await openSqliteLog({ path: ":memory:", clock });
    const guideTitled = (title: string) =>
      defineGuide({
        title: "Guide",
        client: "Example",
        procedures: [
          defineProcedure({ id: "count", title, input: z.object({}) }).step("count", {
            ...{
              title: "Count",
              instructions: ["Count."],
              effect: "repeatable",
              run: () => ["x".repeat(5_000)],
            },
          }),
        ],
      });
    const [old, current] = [guideTitled("As it was"), guideTitled("As it is")];
    await createRunner({ log, guides: [old], worker: "ops-1", clock }).request({
      procedureId: "count",
      runId: "one",
      input: {},
    });
    await createRunner({ log, guides: [current, old], worker: "ops-2", clock }).advance("one");
    const runLog = createRunLog(log);
    const run = await runLog.get("one");
    const page = renderRun(await runLog.guideOf(run), run, { events: await runLog.events("one") });
    expect(page).toContain("# As it was: one");
    expect(page).toContain("- **By**: ops-2 (service)");
    expect(page.length).toBeLessThan(2_500);
  });
});
