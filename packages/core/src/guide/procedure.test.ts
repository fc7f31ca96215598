import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { defineProcedure } from "./procedure.js";

const text = { title: "A step", instructions: ["Do it by hand."] };
const start = () =>
  defineProcedure({ id: "nightly-load", title: "Load", input: z.object({ businessDate: z.iso.date() }) });

describe("defineProcedure", () => {
  test("lets a step see the input and what the steps before it returned, typed", () => {
    const procedure = start()
      .step("receive", {
        ...text,
        effect: "repeatable",
        run: ({ input }) => ({ path: `/inbox/${input.businessDate}` }),
      })
      .step("load", {
        ...text,
        effect: "once",
        find: async ({ outputs }) => ({ state: "happened", output: outputs.receive.path.length }),
        run: async ({ outputs }) => {
          expectTypeOf(outputs.receive).toEqualTypeOf<{ path: string }>();
          return outputs.receive.path.length;
        },
        accept: (rows) => (rows > 0 ? undefined : "no rows"),
      });
    expect(procedure.steps).toMatchObject([
      { kind: "automated", id: "receive", effect: "repeatable" },
      { kind: "automated", id: "load", effect: "once" },
    ]);
  });

  test("leaves open the output of a step that may fail while the run goes on", () => {
    start()
      .step("optional", {
        ...text,
        effect: "repeatable",
        onFailure: { instructions: ["Go on."], then: "continue" },
        run: () => 3,
      })
      .step("needed", {
        ...text,
        effect: "repeatable",
        onFailure: { instructions: ["Stop."] },
        run: () => "x",
      })
      .step("last", {
        ...text,
        effect: "repeatable",
        run: ({ outputs }) => {
          expectTypeOf(outputs.optional).toEqualTypeOf<number | undefined>();
          expectTypeOf(outputs.needed).toEqualTypeOf<string>();
        },
      });
  });

  test("refuses an id that is taken and the output of a later step", () => {
    const procedure = start().step("receive", { ...text, effect: "repeatable", run: () => 1 });
    // @ts-expect-error the id is taken
    procedure.step("receive", { ...text, effect: "repeatable", run: () => 2 });
    procedure.step("early", {
      ...text,
      effect: "repeatable",
      // @ts-expect-error `late` has not happened yet
      run: ({ outputs }) => outputs.late,
    });
    expect(procedure.steps).toHaveLength(1);
  });

  test("never changes: each step makes a new procedure", () => {
    const procedure = start();
    const longer = procedure.step("receive", { ...text, effect: "repeatable", run: () => 1 });
    expect(procedure.steps).toEqual([]);
    expect(longer.steps).toHaveLength(1);
    expect(() => Object.assign(longer, { id: "other" })).toThrow(TypeError);
  });

  test("keeps what to do when it fails apart from its steps", () => {
    const procedure = start()
      .step("receive", { ...text, effect: "repeatable", run: () => 1 })
      .whenFailed("tell", {
        ...text,
        effect: "repeatable",
        run: ({ outputs }) => {
          expectTypeOf(outputs.receive).toEqualTypeOf<number | undefined>();
        },
      });
    expect(procedure.failureSteps.map(({ id }) => id)).toEqual(["tell"]);
    expect(procedure.steps).toHaveLength(1);
  });
});
