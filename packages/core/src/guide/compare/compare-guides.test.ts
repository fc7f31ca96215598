import { assert, property, shuffledSubarray } from "fast-check";
import { describe, expect, test } from "vitest";
import type { GuideDocument } from "../document/guide-document.js";
import { everyKindGuide } from "../render/every-kind-fixture.js";
import { nightGuide } from "../render/guide-fixture.js";
import { renderGuideChanges } from "../render/render-guide-changes.js";
import { compareGuides } from "./compare-guides.js";

const { document } = nightGuide;
const [night] = document.procedures;
const [receive, load] = (night?.steps ?? []).filter((step) => step.kind === "automated");
const [tell] = night?.failureSteps ?? [];
if (night === undefined || receive === undefined || load === undefined || tell === undefined) {
  throw new TypeError("the guide has all of these");
}

const withNight = (change: Partial<typeof night>): GuideDocument => ({
  ...document,
  procedures: [{ ...night, ...change }],
});
const withReceive = (change: Partial<typeof receive>) =>
  withNight({ steps: [{ ...receive, ...change }, load] });
const place = (part: string, id: string) => expect.objectContaining({ part, id });

describe("compareGuides", () => {
  test("finds nothing in equal documents, in whatever order their keys and unordered parts are", () => {
    const many: GuideDocument = {
      ...document,
      environments: ["a", "b", "c"].map((id) => ({ id, title: id, vendor: "Anaplan" })),
      procedures: ["a", "b", "c"].map((id) => ({ ...night, id })),
    };
    assert(
      property(
        shuffledSubarray([...many.environments], { minLength: 3 }),
        shuffledSubarray([...many.contacts], { minLength: 2 }),
        shuffledSubarray([...many.procedures], { minLength: 3 }),
        (environments, contacts, procedures) => {
          expect(
            compareGuides(many, {
              procedures,
              contacts,
              environments,
              client: many.client,
              title: many.title,
            }),
          ).toEqual([]);
        },
      ),
    );
    const input = (required: readonly string[]) => withNight({ input: { type: "object", required } });
    expect(compareGuides(input(["a", "b"]), input(["b", "a"]))).toEqual([]);
    expect(compareGuides(input(["a", "b"]), input(["a"]))).toHaveLength(1);
  });

  test("tells what was added and removed, and the other way round when asked the other way round", () => {
    const more: GuideDocument = {
      ...withNight({ steps: [receive, load, { ...load, id: "report" }] }),
      environments: [...document.environments, { id: "uat", title: "Acceptance", vendor: "Anaplan" }],
      contacts: [...document.contacts, { role: "finance", reach: "by mail" }],
    };
    const withMonth = { ...more, procedures: [...more.procedures, { ...night, id: "month-end" }] };
    const expected = (change: string) => [
      { change, place: place("environment", "uat") },
      { change, place: place("contact", "finance") },
      { change, place: place("procedure", "month-end") },
      { change, place: place("step", "report"), at: { list: "steps", position: 3 } },
    ];
    expect(compareGuides(document, withMonth)).toEqual(expected("added"));
    expect(compareGuides(withMonth, document)).toEqual(expected("removed"));
  });

  test("counts as moved as few steps as possible, also between the steps and those after a failure", () => {
    const list = ["a", "b", "c", "d"].map((id) => ({ ...receive, id }));
    const ordered = (ids: string) =>
      withNight({ steps: [...ids].flatMap((id) => list.filter((step) => step.id === id)) });
    expect(compareGuides(ordered("abcd"), ordered("bcda"))).toEqual([
      {
        change: "moved",
        place: place("step", "a"),
        from: { list: "steps", position: 1 },
        to: { list: "steps", position: 4 },
      },
    ]);
    const onlyAdded = compareGuides(ordered("abd"), ordered("abcd")).map(({ change }) => change);
    expect(onlyAdded).toEqual(["added"]);
    expect(compareGuides(document, withNight({ steps: [receive], failureSteps: [load, tell] }))).toEqual([
      {
        change: "moved",
        place: place("step", "load"),
        from: { list: "steps", position: 2 },
        to: { list: "failureSteps", position: 1 },
      },
    ]);
  });

  test.each<[string, GuideDocument, unknown]>([
    ["title", { ...document, title: "Handbook" }, { before: "Operations Guide", after: "Handbook" }],
    [
      "vendor",
      { ...document, environments: [{ id: "production", title: "Production", vendor: "Xactly" }] },
      { before: "Anaplan", after: "Xactly" },
    ],
    [
      "reach",
      {
        ...document,
        contacts: [
          { role: "data team", reach: "by telephone" },
          { role: "night desk", reach: "by telephone" },
        ],
      },
      { before: "data@example.test" },
    ],
    ["purpose", withNight({ purpose: undefined }), { after: undefined }],
    ["input", withNight({ input: true }), { after: true }],
    ["title", withReceive({ title: "Wait" }), { after: "Wait" }],
    ["effect", withReceive({ effect: "keyed" }), { before: "repeatable", after: "keyed" }],
    ["retry.attempts", withReceive({ retry: { attempts: 5 } }), { before: 3, after: 5 }],
    ["retry.delayMs", withReceive({ retry: { attempts: 3, delayMs: 10 } }), { before: undefined, after: 10 }],
    ["timeoutMs", withReceive({ timeoutMs: undefined }), { before: 90_000, after: undefined }],
    [
      "onFailure.call",
      withReceive({ onFailure: { instructions: ["Ask for the file."], call: "night desk", then: "stop" } }),
      { after: "night desk" },
    ],
    [
      "onFailure.then",
      withReceive({
        onFailure: { instructions: ["Ask for the file."], call: "data team", then: "continue" },
      }),
      { after: "continue" },
    ],
    [
      "onDoubt.instructions",
      withReceive({ onDoubt: { instructions: ["Look."] } }),
      { lines: [{ change: "added", line: 1, text: "Look." }] },
    ],
  ])("tells the field %s that has changed", (field, after, expected) => {
    const changes = compareGuides(document, after);
    expect(changes).toHaveLength(1);
    expect(changes).toMatchObject([{ change: "changed", fields: [{ field, ...Object(expected) }] }]);
  });

  test("tells instructions line by line", () => {
    const instructions = ["Open the site.", "Look for orders_*.csv in /inbox.", "Note the time."];
    expect(compareGuides(document, withReceive({ instructions }))).toMatchObject([
      {
        place: { part: "step", id: "receive", procedureId: "nightly-load" },
        fields: [
          {
            field: "instructions",
            lines: [
              { change: "removed", line: 1, text: "Open the customer's site." },
              { change: "added", line: 1, text: "Open the site." },
              { change: "added", line: 3, text: "Note the time." },
            ],
          },
        ],
      },
    ]);
  });

  test("does not take a property called instructions for instructions", () => {
    const input = (type: string) => withNight({ input: { properties: { instructions: { type } } } });
    expect(compareGuides(input("string"), input("array"))).toMatchObject([
      { fields: [{ field: "input.properties.instructions.type", before: "string", after: "array" }] },
    ]);
  });
});

describe("compareGuides of guides with every kind of step", () => {
  const whole = everyKindGuide.document;
  const [calendar] = whole.calendars ?? [];
  const [monthly] = whole.schedules ?? [];
  const [closing, rates] = whole.procedures;
  if (calendar === undefined || monthly === undefined || closing === undefined || rates === undefined) {
    throw new TypeError("the guide has all of these");
  }

  test("tells controls, calendars and schedules that were added and removed", () => {
    const { controls: _c, calendars: _d, schedules: _s, ...bare } = whole;
    const places = [
      ...["C-12", "C-20", "C-31"].map((id) => place("control", id)),
      ...[place("calendar", "us"), place("schedule", "monthly")],
    ];
    expect(compareGuides(bare, whole)).toEqual(places.map((at) => ({ change: "added", place: at })));
    expect(compareGuides(whole, bare)).toEqual(places.map((at) => ({ change: "removed", place: at })));
  });

  test("does not look at the order of what has none", () => {
    const turned = <Item>(items: readonly Item[] = []) => items.toReversed();
    const calendars = [
      { ...calendar, holidays: turned(calendar.holidays), workingWeekdays: turned(calendar.workingWeekdays) },
    ];
    const procedures = [rates, { ...closing, controls: turned(closing.controls) }];
    expect(
      compareGuides(whole, { ...whole, controls: turned(whole.controls), calendars, procedures }),
    ).toEqual([]);
  });

  test("tells holidays by their dates, and what has changed in a schedule", () => {
    const holidays = [...calendar.holidays.slice(1), { date: "2026-11-26", title: "Thanksgiving" }];
    const changed = {
      ...whole,
      calendars: [{ ...calendar, holidays }],
      schedules: [{ ...monthly, schedule: { ...monthly.schedule, zone: "UTC" } }],
    };
    expect(compareGuides(whole, changed)).toEqual([
      {
        ...{ change: "changed", place: place("calendar", "us") },
        fields: [
          { field: "holidays.2026-11-26", before: undefined, after: "Thanksgiving" },
          { field: "holidays.2027-01-01", before: "New Year's Day", after: undefined },
        ],
      },
      {
        ...{ change: "changed", place: place("schedule", "monthly") },
        fields: [{ field: "schedule.zone", before: "America/New_York", after: "UTC" }],
      },
    ]);
    expect(renderGuideChanges(whole, changed)).toContain(
      "## Schedule: Month end\n\n- `schedule.zone`: “America/New\\_York” → “UTC”\n",
    );
  });

  test("tells a step that has become another kind by its fields", () => {
    const [first] = rates.steps;
    if (first === undefined) throw new TypeError("the procedure has a step");
    const { id, title, instructions } = first;
    const byHand = {
      kind: "manual",
      role: "treasury",
      form: true,
      isChecked: false,
      id,
      title,
      instructions,
    } as const;
    const changed = { ...whole, procedures: [closing, { ...rates, steps: [byHand] }] };
    const [change] = compareGuides(whole, changed);
    expect(change).toMatchObject({ change: "changed", place: { part: "step", id: "fetch" } });
    expect(change?.change === "changed" && change.fields.map(({ field }) => field)).toEqual([
      ...["canBeFound", "effect", "form", "isChecked", "kind", "retry.attempts", "role"],
    ]);
  });
});

describe("renderGuideChanges", () => {
  test("says so when nothing has changed", () => {
    expect(renderGuideChanges(document, document)).toContain("Nothing has changed.\n");
  });

  test("writes what has changed, place by place", () => {
    const after = withNight({
      title: "Load *all*",
      steps: [
        { ...load, retry: { attempts: 2 } },
        { ...receive, instructions: ["Open the customer's site."] },
      ],
      failureSteps: [],
    });
    const [, written = ""] = renderGuideChanges(document, after).split(/^- \*\*To\*\*: `[0-9a-f]{64}`\n\n/m);
    expect(written).toBe(`## Procedure: Load \\*all\\*

- \`title\`: “Load the night's orders” → “Load \\*all\\*”

## Step: Load it

In the procedure Load \\*all\\*

- \`retry.attempts\`: none → \`2\`

## Step: Wait for the order file

In the procedure Load \\*all\\*

- moved from step 1 to step 2
- \`instructions\` line 2 removed: Look for orders\\_\\*.csv in /inbox.

## Step: Tell the vendor

In the procedure Load \\*all\\*

- removed, as failure step 1
`);
    expect(renderGuideChanges(document, after, { format: "html" })).toContain("<h2>Step: Load it</h2>");
    expect(renderGuideChanges(document, { ...document, title: "New" })).toContain("## The guide\n");
  });
});
