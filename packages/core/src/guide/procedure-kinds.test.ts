import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { defineProcedure } from "./procedure.js";
import { scheduleProcedure } from "./scheduled-procedure.js";

const text = { title: "A step", instructions: ["Do it by hand."] };
const goOn = { onFailure: { instructions: ["Go on."], then: "continue" } } as const;
const start = () =>
  defineProcedure({ id: "close", title: "Close", input: z.object({ month: z.string() }) }).step("load", {
    ...{ ...text, effect: "repeatable" },
    run: () => ({ rows: 5 }),
  });
const rates = defineProcedure({
  id: "rates",
  title: "Rates",
  input: z.object({ month: z.string(), zone: z.string().default("UTC") }),
})
  .step("fetch", { ...text, effect: "repeatable", run: () => [1.5] })
  .step("check", { ...text, ...goOn, effect: "repeatable", run: () => "checked" });
const form = z.object({ total: z.string(), remark: z.string().optional() });

describe("defineProcedure with all kinds of steps", () => {
  test("lets later steps see what each kind of step gave, typed", () => {
    const procedure = start()
      .manual("approve", { ...text, role: "lead", form })
      .waitUntil("settle", { ...text, until: { afterMs: 5 } })
      .waitFor("paid", {
        ...text,
        until: { words: "it is paid", told: z.object({ receipt: z.string() }) },
      })
      .call("rates", {
        ...text,
        procedure: rates,
        input: ({ input, outputs }) => ({ month: input.month, zone: outputs.approve.total }),
      })
      .step("last", {
        ...{ ...text, effect: "repeatable" },
        run: ({ outputs }) => {
          expectTypeOf(outputs.approve).toEqualTypeOf<{ total: string; remark?: string | undefined }>();
          expectTypeOf(outputs.settle).toEqualTypeOf<number>();
          expectTypeOf(outputs.paid).toEqualTypeOf<{ receipt: string }>();
          expectTypeOf(outputs.rates.fetch).toEqualTypeOf<number[]>();
          expectTypeOf(outputs.rates.check).toEqualTypeOf<string | undefined>();
        },
      });
    expect(procedure.steps.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      ...["automated load", "manual approve", "waiting settle", "waiting paid"],
      ...["calling rates", "automated last"],
    ]);
  });

  test("leaves open what a step of any kind gives that may fail while the run goes on", () => {
    start()
      .manual("approve", { ...text, ...goOn, role: "lead", form })
      .waitUntil("settle", { ...text, ...goOn, until: { afterMs: 5 } })
      .call("rates", { ...text, ...goOn, procedure: rates, input: () => ({ month: "", zone: "" }) })
      .step("last", {
        ...{ ...text, effect: "repeatable" },
        run: ({ outputs }) => {
          expectTypeOf(outputs.approve).toEqualTypeOf<z.output<typeof form> | undefined>();
          expectTypeOf(outputs.settle).toEqualTypeOf<number | undefined>();
          expectTypeOf(outputs.rates?.fetch).toEqualTypeOf<number[] | undefined>();
        },
      });
  });

  test("gives a machine check the form, and a moment the beginning of the wait", async () => {
    const procedure = start()
      .manual("approve", {
        ...{ ...text, role: "lead", form },
        check: ({ form: filled, outputs, input }) => {
          expectTypeOf(filled).toEqualTypeOf<z.output<typeof form>>();
          return filled.total === `${input.month} ${outputs.load.rows}` ? undefined : "differs";
        },
      })
      .waitUntil("settle", {
        ...text,
        until: { words: "a row a millisecond", moment: ({ outputs, fromMs }) => fromMs + outputs.load.rows },
      });
    const [, approve, settle] = procedure.steps;
    if (approve?.kind !== "manual" || settle?.kind !== "waiting") throw new TypeError("two of two kinds");
    const asked = {
      ...{ input: { month: "January" }, outputs: { load: { rows: 5 } } },
      ...{ actor: { kind: "person", id: "lead one" } as const, signal: new AbortController().signal },
    };
    expect(await approve.check?.({ ...asked, form: { total: "January 5" } })).toBeUndefined();
    expect(await approve.check?.({ ...asked, form: { total: "January 6" } })).toBe("differs");
    expect("moment" in settle.until && settle.until.moment({ ...asked, fromMs: 10 })).toBe(15);
  });

  test("refuses people and figures of steps that are not before it", () => {
    const procedure = start().manual("prepare", { ...text, role: "analyst", form });
    procedure.manual("approve", {
      ...{ ...text, role: "lead", form },
      signOff: { need: 1, notSameAs: ["initiator", "preparer", "prepare"] },
    });
    procedure.manual("approve", {
      ...{ ...text, role: "lead", form },
      // @ts-expect-error `later` is no step before it
      signOff: { need: 1, notSameAs: ["later"] },
    });
    procedure.step("count", {
      ...{ ...text, effect: "repeatable", run: () => 1 },
      reconcile: [{ measure: "files", with: { step: "load", measure: "files" } }],
    });
    procedure.step("count", {
      ...{ ...text, effect: "repeatable", run: () => 1 },
      // @ts-expect-error `later` is no step before it
      reconcile: [{ measure: "files", with: { step: "later", measure: "files" } }],
    });
    // @ts-expect-error the id is taken
    procedure.manual("load", { ...text, role: "lead", form });
    expect(procedure.steps).toHaveLength(2);
  });

  test("refuses an input that a called procedure does not take, and a default form that is none", () => {
    const procedure = start();
    procedure.call("rates", {
      ...{ ...text, procedure: rates },
      // @ts-expect-error the month is a text
      input: () => ({ month: 1, zone: "UTC" }),
    });
    procedure.manual("approve", {
      ...{ ...text, role: "lead", form, due: { afterMs: 5 } },
      // @ts-expect-error the total is a text
      whenOverdue: { submit: { total: 5 } },
    });
    expect(procedure.steps).toHaveLength(1);
  });

  test("gives a compensation what the step has returned", () => {
    const procedure = start().step("book", {
      ...{ ...text, effect: "repeatable" },
      run: async () => ({ booking: "7" }),
      compensate: {
        ...{ instructions: ["Undo it."], effect: "keyed" },
        run: ({ outputs }) => {
          expectTypeOf(outputs.compensated).toEqualTypeOf<{ booking: string }>();
          expectTypeOf(outputs.load).toEqualTypeOf<{ rows: number }>();
        },
      },
    });
    expect(procedure.steps.at(-1)).toMatchObject({ compensate: { effect: "keyed" } });
  });

  test("gives the key of concurrency the input", () => {
    const keyed = defineProcedure({
      ...{ id: "close", title: "Close", input: z.object({ month: z.string() }) },
      concurrency: { key: ({ month }) => month, words: "one closing of a month" },
    });
    expect(keyed.concurrency?.key({ month: "January" })).toBe("January");
  });
});

describe("scheduleProcedure", () => {
  const schedule = { id: "monthly", rule: { cron: "0 22 1 * *" }, zone: "UTC" };

  test("makes the input of a run from its slot, typed", () => {
    const scheduled = scheduleProcedure(start(), schedule, ({ nominal }) => ({ month: nominal.slice(0, 7) }));
    const slot = { id: "s", scheduleId: "monthly", zone: "UTC", instantMs: 0, movedBy: [] };
    expect(scheduled.input({ ...slot, nominal: "2026-01-01T22:00" })).toEqual({ month: "2026-01" });
    // @ts-expect-error the month is a text
    scheduleProcedure(start(), schedule, () => ({ month: 1 }));
    // @ts-expect-error the month is missing
    scheduleProcedure(start(), schedule, () => ({}));
  });
});
