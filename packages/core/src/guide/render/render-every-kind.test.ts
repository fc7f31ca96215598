import { describe, expect, test } from "vitest";
import { everyKindGuide } from "./every-kind-fixture.js";
import { bareGuide } from "./guide-fixture.js";
import { renderGuide } from "./render-guide.js";

const { document, hash } = everyKindGuide;
const page = renderGuide(document, { hash });
const html = renderGuide(document, { hash, format: "html" });

/** What a page says under a heading, without the sections in it. */
function under(heading: string): string {
  const [, after = ""] = page.split(new RegExp(`^#+ ${heading}$`, "m"));
  return (after.split(/^(?:<a id|#)/m)[0] ?? "").trim();
}

describe("renderGuide with every kind of step", () => {
  test("tells what comes before the steps: when, how many at a time, for which controls", () => {
    expect(under("1\\. Close the month")).toContain(
      `- **Due**: **Month end**: On the 3rd working day of every month at 18:00, New York time. Days are counted by the calendar US holidays. `,
    );
    expect(under("1\\. Close the month")).toContain(`
- **At a time**: One at a time: one closing of a month; a second one is refused.
- **Who is called**: **controller**: extension 4410; **operations lead**: by telephone, day and night; **payroll**: payroll@example.test; **treasury**: treasury@example.test
- **Controls**: **C-12**: Only complete and approved data is paid; **C-20**: Nobody approves what they have prepared
- **Evidence**: the record of each run: who did what, when, and what came of it; the form of 1.5 [Compare the totals](#month-end.compare); the form and 2 signatures of 1.6 [Approve the payment](#month-end.approve), checked by machine; the reconciliation of 1.4 [Load the orders into the plan](#month-end.load)
`);
    expect(under("2\\. Take over the exchange rates")).toContain(
      "- **Performed in**: 1.2 [Take over the month's exchange rates](#month-end.rates)\n",
    );
  });

  test("has a chapter of the controls and one of the calendars", () => {
    expect(under("Controls")).toContain(
      "| **C-12** | Only complete and approved data is paid | the runs of 1 [Close the month](#month-end) |",
    );
    expect(under("Controls")).toContain("| **C-31** | Access is reviewed every quarter | none |");
    expect(under("US holidays")).toBe(`- **Known as**: \`us\`
- **Working days**: Monday to Friday
- **Holidays 2026**: Fri 3 Jul – Independence Day, observed; Fri 25 Dec – Christmas Day
- **Holidays 2027**: Fri 1 Jan – New Year's Day
- **Fiscal year**: Periods of 4-4-5 weeks; the year 2026 begins on 2026-02-02. A 53rd week in 2031.`);
  });

  test("names working days that are no row of days one by one", () => {
    const [calendar] = document.calendars ?? [];
    if (calendar === undefined) throw new TypeError("the guide has a calendar");
    const odd = { ...calendar, workingWeekdays: ["sunday", "monday", "wednesday"] as const };
    const rendered = renderGuide(
      { ...document, calendars: [{ ...odd, workingWeekdays: [...odd.workingWeekdays] }] },
      { hash },
    );
    expect(rendered).toContain("- **Working days**: Monday, Wednesday and Sunday");
  });

  test("leaves these chapters out of a guide without them", () => {
    expect(renderGuide(bareGuide.document, { hash })).not.toMatch(
      /Controls|Calendars|Who signs|At a time|Evidence|People/,
    );
  });

  test("tells of a manual step who does it, what is filled in, who signs, by when, and what else", () => {
    expect(under("1.6 Approve the payment")).toBe(`\`approve\` · Done by people; the service waits for them.

- **Done by**: **finance lead**: extension 4400
- **To fill in**: \`decision\` (one of approve, reject); \`remark\` (string, optional)
- **Signed by**: 2 people, each of them **finance lead** or **controller**; Not by whoever asked for the run, whoever filled in this form or whoever filled in 1.5 [Compare the totals](#month-end.compare)
- **Machine check**: At every submission and every signature; neither counts unless the check holds.
- **By when**: 12:00 on the 2nd working day after it begins, New York time (US holidays)
- **When overdue**: It fails.
- **Called as it waits**: 4 h after it begins: **operations lead**: by telephone, day and night; 09:00 on the 1st working day after it begins, New York time (US holidays): **controller**: extension 4410

1. Read the comparison.
2. Approve, or reject and say why.

**On failure** What was done is undone, the latest first; then the procedure stops; go to 1.F1 [Tell those who wait for their statements](#month-end.tell). Call: **operations lead**.

1. Do not pay. Open an incident.`);
    expect(under("Who signs")).toContain(
      "| 1.5 [Compare the totals](#month-end.compare) | **analyst** | – | – |",
    );
  });

  test("tells of a wait until when, and of a call what is performed", () => {
    expect(under("1.1 Let the last orders come in")).toContain(
      "- **Waits until**: 17:30 on the 1st working day after it begins, New York time (US holidays)\n",
    );
    expect(
      under("1.7 Wait for the payroll's receipt"),
    ).toContain(`- **Waits until**: the payroll has confirmed the payment
- **Is told**: \`receipt\` (string)
- **By when**: 2 d after it begins; it fails then.
`);
    expect(under("1.2 Take over the month's exchange rates")).toContain(
      "- **Performs**: 2 [Take over the exchange rates](#exchange-rates), and waits for its end\n",
    );
  });

  test("tells of an automated step what is expected, what it has to agree with, and how it is undone", () => {
    const load = under("1.4 Load the orders into the plan");
    expect(load).toContain(`- **Expected**: It should reject no rows.
- **Reconciled**: Rows read here have to equal rows read in 1.3 [Validate the orders of the month](#month-end.validate). Amounts here have to equal amounts in 1.3`);
    expect(
      load,
    ).toContain(`**How it is undone** May be done again under the same key. Tried once. No limit of time.

1. Start the process that empties the month.
2. See that no row of the month is left.

**In doubt**

1. Count the rows of the month.`);
    expect(under("When the procedure has failed")).toBe(
      `What was done is undone after a failure of 1.4 [Load the orders into the plan](#month-end.load), 1.6 [Approve the payment](#month-end.approve), and when somebody who cancels a run asks for it, in this order:

1. 1.8 [Publish the statements](#month-end.publish)
2. 1.4 [Load the orders into the plan](#month-end.load)`,
    );
  });

  test("tells the kinds of steps apart in the flow, in words and in shapes", () => {
    expect(page).toContain(
      "1.1 [Let the last orders come in](#month-end.settle) (a wait) – on failure: stops",
    );
    expect(page).toContain(
      "(only once, can be undone) – on failure: undoes, then stops, call operations lead",
    );
    expect(page).toContain("(by people, 2 sign) – on failure:");
    expect(page).toContain("(another procedure) – on failure:");
    const [flow = ""] = /<svg.*?<\/svg>/s.exec(html) ?? [];
    expect(flow.match(/class="mark"/g)).toHaveLength(4);
    expect(flow.match(/class="side"/g)).toHaveLength(1);
    expect(flow.match(/<rect x="1" [^>]* rx="19"/g)).toHaveLength(2);
    expect(flow).toContain(">2 sign</text>");
    expect(html).toContain(
      "<figcaption>A step marked once must never be done twice. A person: done by people. Rounded: the service waits. " +
        "Doubled sides: another procedure. A turned arrow: it can be undone. To the right: what comes of a failure.</figcaption>",
    );
  });

  test("leaves lines on paper for the form and for each signature", () => {
    const [, approve = ""] = html.split('id="month-end.approve"');
    const [section = ""] = approve.split("</section>");
    const lines = [...section.matchAll(/<p class="blanks"[^>]*>(.*?)<\/p>/g)].map(([, line = ""]) =>
      line
        .replaceAll(/<\/?span>/g, " ")
        .trim()
        .split(/ {2,}/),
    );
    expect(lines).toEqual([
      ["decision", "remark"],
      ["Done by", "Date, time", "Signature"],
      ["Signed by", "Date, time", "Signature"],
      ["Signed by", "Date, time", "Signature"],
    ]);
  });

  test("leads every link to a place on the page", () => {
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });
});
