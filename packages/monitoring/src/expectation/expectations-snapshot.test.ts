import { defineBusinessCalendar, isSpmError } from "@spm-ops/core";
import { array, assert, constantFrom, double, nat, option, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { normalQuantile } from "../statistics/normal.js";
import { createSeededRandom } from "../statistics/seeded-random.js";
import type { RunKind } from "./effect/run-circumstances.js";
import type { ExpectationOptions } from "./expectation-options.js";
import { createExpectations, type Expectations } from "./expectations.js";
import type { ExpectationsSnapshot } from "./expectations-snapshot.js";
import type { AnswerMeaning } from "./series/answer.js";

const DAY_MS = 86_400_000;
const TYPICAL = { durationMs: 600_000, rowsRead: 20_000, rowsRejected: 4, latenessMs: 100_000 };
const MEASURES = ["durationMs", "rowsRead", "rowsRejected", "latenessMs"] as const;
const DAYS_BEFORE = 36;
const FEW_STEPS = 4;
/** Enough for the priors and the pools of a fleet. */
const FLEET_STEPS = 30;

const PROMISES = [{ perSide: 0.02 }, { alertsAWeek: 8 }] as const;
const DECLARED = [
  { subject: "step-0", measure: "durationMs", typical: 500_000, most: 3_000_000 },
  { subject: "step-15", measure: "rowsRead", typical: 10 },
];

function dateOf(day: number): string {
  return new Date(Date.UTC(2026, 0, 5) + day * DAY_MS).toISOString().slice(0, 10);
}

/** Expectations that have seen some weeks of so many steps. */
function experienced(options: ExpectationOptions = {}, steps = FEW_STEPS): Expectations {
  const expectations = createExpectations(options);
  const random = createSeededRandom(7);
  for (let day = 0; day < DAYS_BEFORE; day += 1) {
    for (let step = 0; step < steps; step += 1) {
      for (const measure of MEASURES) {
        const value = Math.round(TYPICAL[measure] * Math.exp(0.3 * normalQuantile(random.uniform())));
        expectations.take({ subject: `step-${step}`, measure, runId: `${day}`, date: dateOf(day), value });
      }
    }
  }
  return expectations;
}

function throughText(snapshot: ExpectationsSnapshot): ExpectationsSnapshot {
  return JSON.parse(JSON.stringify(snapshot));
}

/** A figure some days after the one before, and what somebody says of it or of an earlier one. */
interface Happening {
  readonly step: number;
  readonly measure: (typeof MEASURES)[number];
  readonly gap: number;
  readonly logFactor: number;
  readonly rowsGiven: number | undefined;
  readonly kind: RunKind | undefined;
  readonly end: "cut-off" | undefined;
  readonly meaning: AnswerMeaning | "a release" | undefined;
  readonly runsAgo: number;
}

const happenings = array(
  record<Happening>({
    // A few steps that have been seen, so that one is met again, and two that were not.
    step: constantFrom(0, 1, 2, 15, 16),
    measure: constantFrom(...MEASURES),
    gap: constantFrom(0, 0, 0, 0, 1, 1, 4, 40),
    logFactor: constantFrom(0, 0.2, -0.2, 2, -2, -20),
    rowsGiven: option(nat(100_000), { nil: undefined }),
    kind: constantFrom(undefined, "ad-hoc", "backfill"),
    end: constantFrom(undefined, undefined, undefined, "cut-off"),
    meaning: constantFrom(
      ...([undefined, "real", "this-once", "days-like-this", "from-now-on", "a release"] as const),
    ),
    runsAgo: nat(8),
  }),
  { minLength: 10, maxLength: 80 },
);

function nameOf({ step, measure }: Pick<Happening, "step" | "measure">) {
  return { subject: `step-${step}`, measure };
}

/** Everything that is said of what happens, one after the other. */
function* tellAll(expectations: Expectations, happened: readonly Happening[], from: number) {
  let day = DAYS_BEFORE;
  for (const [at, each] of happened.entries()) {
    day += each.gap;
    if (at < from) continue;
    const { measure, rowsGiven, kind, end, meaning } = each;
    const name = nameOf(each);
    const date = dateOf(day);
    const value = TYPICAL[measure] * Math.exp(each.logFactor);
    yield expectations.take({ ...name, runId: `later-${at}`, date, value, rowsGiven, kind, end });
    const earlier = happened[at - each.runsAgo];
    if (meaning === "a release") expectations.announceChange(name);
    else if (meaning !== undefined && earlier !== undefined)
      expectations.answer({ ...nameOf(earlier), runId: `later-${at - each.runsAgo}`, meaning });
    yield expectations.expect({ ...name, date: dateOf(day + 1) })?.interval;
  }
  yield expectations.report();
}

function told(expectations: Expectations, happened: readonly Happening[], from = 0): string {
  return JSON.stringify([...tellAll(expectations, happened, from)]);
}

describe("a snapshot of expectations", () => {
  test.each(PROMISES)("goes on as if it had never been taken, promising %j", (falseAlarms) => {
    const options = { falseAlarms, declared: DECLARED };
    const begun = experienced(options).snapshot();
    assert(
      property(happenings, double({ min: 0, max: 1, noNaN: true }), (happened, part) => {
        const at = Math.floor(part * happened.length);
        const first = createExpectations(options, begun);
        told(first, happened.slice(0, at));
        const second = createExpectations(options, throughText(first.snapshot()));
        expect(told(second, happened, at)).toBe(told(first, happened, at));
        expect(JSON.stringify(second.snapshot())).toBe(JSON.stringify(first.snapshot()));
      }),
      { numRuns: 40 },
    );
  });

  test.each(PROMISES)("holds all that a fleet has learned, promising %j", (falseAlarms) => {
    const first = experienced({ falseAlarms }, FLEET_STEPS);
    const second = createExpectations({ falseAlarms }, throughText(first.snapshot()));
    const later = [1, 2, 3, 4, 5].flatMap((gap) =>
      MEASURES.map((measure, step) => ({
        // One of them is new, and begins with what the fleet has learned.
        ...{
          step: step === 3 ? FLEET_STEPS : step,
          measure,
          gap,
          logFactor: gap === 4 ? 2 : 0.1,
          runsAgo: 0,
          rowsGiven: undefined,
        },
        ...{ kind: undefined, end: undefined, meaning: undefined },
      })),
    );
    const said = told(first, later);
    expect(told(second, later)).toBe(said);
    expect(said).toContain('"basis":"fleet"');
    expect(said).toContain("too-high");
  });

  test("stays what it was when the expectations learn more", () => {
    const first = experienced();
    const snapshot = first.snapshot();
    const text = JSON.stringify(snapshot);
    const second = createExpectations({}, snapshot);
    for (const expectations of [first, second]) {
      expectations.take({
        subject: "step-1",
        measure: "durationMs",
        runId: "x",
        date: dateOf(40),
        value: 9e9,
      });
    }
    expect(JSON.stringify(snapshot)).toBe(text);
  });

  test("goes on with what is declared now", () => {
    const first = experienced();
    const declared = [{ subject: "step-1", measure: "durationMs", most: 610_000 }];
    const second = createExpectations({ declared }, throughText(first.snapshot()));
    const figure = { subject: "step-1", measure: "durationMs", runId: "x", date: dateOf(40), value: 620_000 };
    expect(first.take(figure)?.rule).toBeUndefined();
    expect(second.take(figure)?.rule).toBe("above-most");
  });
});

/** The problems for which a snapshot is refused. */
function problemsOf(snapshot: unknown, options: ExpectationOptions = {}): readonly string[] {
  try {
    createExpectations(options, snapshot as ExpectationsSnapshot);
  } catch (error) {
    if (isSpmError(error, "config.invalid")) return error.details.issues;
    throw error;
  }
  return [];
}

describe("a snapshot is refused", () => {
  const snapshot = experienced().snapshot();

  test("of another version, or when it is none", () => {
    expect(problemsOf({ ...snapshot, version: 2 })).toEqual([expect.stringContaining("version: is not 1")]);
    expect(problemsOf("nonsense")).toHaveLength(1);
    expect(problemsOf(snapshot)).toEqual([]);
  });

  test("when it was learned with other effects, with every difference", () => {
    const calendar = defineBusinessCalendar({ id: "another", title: "Another" });
    const own = [{ title: "payroll week", amountOn: () => 0 }];
    expect(problemsOf(snapshot, { calendar, closing: "fiscal-period", own })).toEqual([
      expect.stringContaining("learnedWith.calendar: was learned with another one than another"),
      expect.stringContaining("learnedWith.closing"),
      expect.stringContaining("learnedWith.effects"),
    ]);
  });

  test("when its shape is wrong, with every problem", () => {
    const broken = throughText(snapshot);
    const [first, second] = broken.book.series;
    first?.record.state?.means.pop();
    if (second !== undefined) Object.assign(second.record, { zeros: "none" });
    Object.assign(broken.experience, { ledger: undefined });
    expect(problemsOf(broken)).toEqual([
      expect.stringMatching(/book\.series\.0\.record\.state\.means: is a list of \d+ numbers/),
      expect.stringContaining("book.series.1.record.zeros"),
      expect.stringContaining("experience.ledger"),
    ]);
  });
});
