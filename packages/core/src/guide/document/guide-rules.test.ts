import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ScheduleDeclaration } from "../../schedule/schedule-document.js";
import type { GuideDeclaration } from "../guide.js";
import {
  calling,
  circleOf,
  close,
  count,
  declared,
  due,
  guideOf,
  guideWith,
  issuesOf,
  lost,
  manual,
  run,
  scheduled,
  step,
  text,
  withSteps,
} from "./rules-fixture.js";

const guideDue = (more: Partial<ScheduleDeclaration>) => ({
  ...declared,
  schedules: [scheduled(close, more)],
});

const at = "procedures.0.steps.0";

describe("the rules of a guide", () => {
  test("let pass what can work", () => {
    const undone = {
      instructions: ["Undo it."],
      effect: "once",
      find: async () => ({ state: "absent" }),
      run,
    };
    const whole = withSteps(
      "close",
      step({ compensate: undone, expect: { durationMs: { min: 5, max: 5 } } }),
      manual({ id: "prepare", signOff: { need: 3, by: ["lead", "controller"], notSameAs: ["preparer"] } }),
      manual({
        signOff: { need: 1, notSameAs: ["initiator", "prepare"] },
        due,
        whenOverdue: { submit: { total: "1" } },
      }),
      { kind: "waiting", id: "wait", ...text, until: due },
      calling(withSteps("other", count)),
      step({ id: "load", reconcile: [{ measure: "files", with: { step: "count", measure: "files" } }] }),
    );
    const called = whole.steps[4];
    if (called?.kind !== "calling") throw new TypeError("the fifth step calls");
    const all = { ...guideOf({ ...whole, controls: ["C-1"] }, called.procedure) };
    expect(issuesOf({ ...all, schedules: [scheduled(called.procedure)] })).toEqual([]);
  });

  test.each<[string, GuideDeclaration]>([
    [`${at}.role: clerk is no role`, guideWith(manual({ role: "clerk" }))],
    [
      `${at}.signOff.by.1: clerk is no role`,
      guideWith(manual({ signOff: { need: 1, by: ["lead", "clerk"] } })),
    ],
    [`${at}.escalate.0.call: clerk is no role`, guideWith(manual({ escalate: [{ due, call: "clerk" }] }))],
    [
      `${at}.onFailure.call: clerk is no role`,
      guideWith(manual({ onFailure: { instructions: ["Call."], call: "clerk" } })),
    ],
    ["procedures.0.controls.0: the guide has no control C-9", guideOf({ ...close, controls: ["C-9"] })],
    [`${at}.due.calendar: the guide has no calendar uk`, guideWith(manual({ due: lost }))],
    [
      `${at}.escalate.1.due.calendar: the guide has no calendar uk`,
      guideWith(
        manual({
          escalate: [
            { due, call: "lead" },
            { due: lost, call: "lead" },
          ],
        }),
      ),
    ],
    [
      `${at}.until.calendar: the guide has no calendar uk`,
      guideWith({ kind: "waiting", id: "wait", ...text, until: lost }),
    ],
    [`${at}.due.at: a time of day`, guideWith(manual({ due: { ...due, at: "25:00" } }))],
    [`${at}.procedureId: the guide has no procedure other`, guideWith(calling(withSteps("other", count)))],
    [`${at}.procedureId: calls itself: close → close`, guideOf(...circleOf("close"))],
    [
      `${at}.procedure: is another other than the one in the guide's procedures`,
      guideOf(withSteps("close", calling(withSteps("other", count))), withSteps("other", count)),
    ],
    [
      "schedules.0.procedureId: the guide has no procedure other",
      { ...declared, schedules: [scheduled(withSteps("other", count))] },
    ],
    [
      "schedules.0.procedure: is another close than the one",
      { ...declared, schedules: [scheduled(withSteps("close", count))] },
    ],
    ["schedules.0.schedule.zone: is no time zone", guideDue({ zone: "Europe/Nowhere" })],
    ["schedules.0.schedule.calendar: names no calendar", guideDue({ calendar: "uk" })],
    ["schedules.0.schedule.rule: can never be due", guideDue({ rule: { cron: "0 0 30 2 *" } })],
    [
      "schedules.1.schedule.id: nightly is the id of an earlier one",
      { ...declared, schedules: [scheduled(close), scheduled(close)] },
    ],
    [
      "controls.1.id: C-1 is the id of an earlier one",
      { ...declared, controls: [1, 2].map(() => ({ id: "C-1", title: "T" })) },
    ],
    [
      `${at}.reconcile.0.with.step: load is no automated step before it`,
      guideWith(
        step({ reconcile: [{ measure: "files", with: { step: "load", measure: "files" } }] }),
        step({ id: "load" }),
      ),
    ],
    [
      "procedures.0.steps.1.reconcile.0.with.step: approve is no automated step before it",
      guideWith(
        manual(),
        step({ reconcile: [{ measure: "files", with: { step: "approve", measure: "files" } }] }),
      ),
    ],
    [
      `${at}.reconcile.0.with.step: nothing is no automated step before it`,
      guideWith(step({ reconcile: [{ measure: "files", with: { step: "nothing", measure: "files" } }] })),
    ],
    [`${at}.signOff.need:`, guideWith(manual({ signOff: { need: 0 } }))],
    [`${at}.signOff.by:`, guideWith(manual({ signOff: { need: 1, by: [] } }))],
    [
      `${at}.signOff.need: asks for 4 people, but only 3 are lead or controller`,
      guideWith(manual({ signOff: { need: 4, by: ["lead", "controller"] } })),
    ],
    [
      `${at}.signOff.need: asks for 2 people, but only 1 is lead`,
      guideWith(manual({ role: "lead", signOff: { need: 2 } })),
    ],
    [
      `${at}.signOff.notSameAs.0: later is no manual step before it`,
      guideWith(manual({ signOff: { need: 1, notSameAs: ["later"] } }), manual({ id: "later" })),
    ],
    [
      "procedures.0.steps.1.signOff.notSameAs.0: count is no manual step before it",
      guideWith(count, manual({ signOff: { need: 1, notSameAs: ["count"] } })),
    ],
    [`${at}.whenOverdue: says what happens`, guideWith(manual({ whenOverdue: "fail" }))],
    [
      `${at}.whenOverdue.submit.total: Invalid input`,
      guideWith(manual({ due, whenOverdue: { submit: { total: 5 } } })),
    ],
    [
      `${at}.form: BigInt cannot be represented`,
      guideWith(manual({ form: z.object({ total: z.bigint() }) })),
    ],
    [`${at}.form: Date cannot be represented`, guideWith(manual({ form: z.object({ on: z.date() }) }))],
    [
      `${at}.form: Transforms cannot be represented`,
      guideWith(manual({ form: z.object({ total: z.string().transform(Number) }) })),
    ],
    [
      `${at}.until.told: Map cannot be represented`,
      guideWith({
        ...{ kind: "waiting", id: "wait", ...text },
        until: { words: "it is told", told: z.map(z.string(), z.string()) },
      }),
    ],
    [
      "procedures.0.input: Date cannot be represented",
      guideOf({ ...close, input: z.object({ on: z.date() }) }),
    ],
    [
      `${at}.expect.durationMs: \`min\` lies above \`max\``,
      guideWith(step({ expect: { durationMs: { min: 2, max: 1 } } })),
    ],
    [
      `${at}.expect.volume.files: needs a lower or an upper bound`,
      guideWith(step({ expect: { volume: { files: {} } } })),
    ],
    [
      `${at}.compensate.onDoubt: an effect that may be done only \`once\` needs`,
      guideWith(step({ compensate: { instructions: ["Undo."], effect: "once", run } })),
    ],
    [
      "procedures.0.failureSteps.0.compensate: a step that is taken after a failure is not undone",
      guideOf({
        ...withSteps("close", step({ id: "first" })),
        failureSteps: [
          {
            ...text,
            kind: "automated",
            id: "tell",
            effect: "keyed",
            run,
            compensate: { instructions: ["Undo."], effect: "keyed", run },
          },
        ],
      }),
    ],
    [`${at}.id: initiator is who may not sign`, guideWith(step({ id: "initiator" }))],
    [`${at}.id: preparer is who may not sign`, guideWith(manual({ id: "preparer" }))],
    ["procedures.0.concurrency.words:", guideOf({ ...close, concurrency: { key: () => "", words: "" } })],
  ])("refuse %s", (issue, declaration) => {
    expect(issuesOf(declaration)).toEqual([expect.stringContaining(issue)]);
  });

  test("tell all problems of all parts at once, each where it is", () => {
    const bad = withSteps(
      "Bad Name",
      manual({ role: "clerk", due: lost, form: z.object({ on: z.date() }), whenOverdue: { submit: {} } }),
      step({ id: "preparer", expect: { durationMs: { min: 2, max: 1 } } }),
    );
    const schedules = [
      scheduled(bad, { rule: { cron: "61 * * * *" } }),
      scheduled(withSteps("other", count), { id: "second" }),
    ];
    expect(
      issuesOf({ ...guideOf({ ...bad, controls: ["C-9"] }, bad), schedules })
        .map((issue) => issue.split(": ")[0])
        .sort(),
    ).toEqual(
      [
        ...["procedures.0.controls.0", "procedures.0.id"],
        ...["form", "role", "due.calendar", "whenOverdue.submit.on"].map(
          (field) => `procedures.0.steps.0.${field}`,
        ),
        ...["expect.durationMs", "id"].map((field) => `procedures.0.steps.1.${field}`),
        "procedures.1.id",
        ...["procedures.1.id", "procedures.1.steps.0.form"],
        ...["role", "due.calendar", "whenOverdue.submit.on"].map((field) => `procedures.1.steps.0.${field}`),
        ...["expect.durationMs", "id"].map((field) => `procedures.1.steps.1.${field}`),
        ...["schedules.0.procedure", "schedules.0.schedule.rule.cron", "schedules.1.procedureId"],
      ].sort(),
    );
  });
});
