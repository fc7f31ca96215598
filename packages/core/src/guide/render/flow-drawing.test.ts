import { array, assert, boolean, constantFrom, integer, property, record, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { type FlowStep, toFlow } from "./flow.js";
import { drawFlow } from "./flow-drawing.js";
import { layOutFlow } from "./flow-geometry.js";
import { nightGuide } from "./guide-fixture.js";
import { outlineProcedure } from "./procedure-outline.js";

const step = (number: number, more: Partial<FlowStep> = {}): FlowStep => ({
  number: `1.${number}`,
  anchor: `a.${number}`,
  title: "A step",
  kind: "automated",
  isOnce: false,
  canBeUndone: false,
  signatures: 0,
  onFailure: "stop",
  ...more,
});
const steps = (count: number) => Array.from({ length: count }, (_, index) => step(index + 1));
const flowOf = (many: number, after = 0) => ({
  title: "Flow",
  steps: steps(many),
  failureSteps: steps(after),
});

describe("layOutFlow", () => {
  test("shows every step once, in order, without two boxes on one another, on sheets that are not too high", () => {
    const anyStep = record({
      title: string({ minLength: 1, maxLength: 120 }),
      isOnce: boolean(),
      onFailure: constantFrom("stop", "continue", "compensate"),
      call: constantFrom("operations lead", undefined),
    });
    assert(
      property(
        array(anyStep, { minLength: 1, maxLength: 50 }),
        integer({ min: 0, max: 40 }),
        (some, after) => {
          const flow = { ...flowOf(0, after), steps: some.map((each, index) => step(index + 1, each)) };
          const parts = layOutFlow(flow);
          expect(parts.flatMap(({ boxes }) => boxes.map((box) => box.step))).toEqual(flow.steps);
          expect(parts.flatMap(({ failureBoxes }) => failureBoxes.map((box) => box.step))).toEqual(
            flow.failureSteps,
          );
          for (const { boxes, failureBoxes, height } of parts) {
            const all = [...boxes, ...failureBoxes];
            expect(all.length).toBeLessThanOrEqual(15);
            for (const [index, box] of all.entries()) {
              expect(box.y + box.height).toBeLessThan(all[index + 1]?.y ?? height);
            }
          }
        },
      ),
    );
  });

  test("ends the way of failures at the first step to take then, or in a stop", () => {
    const [whole] = layOutFlow(flowOf(2, 1));
    expect(whole?.rail).toMatchObject({ end: undefined });
    expect(layOutFlow(flowOf(2))[0]?.rail).toMatchObject({ end: "Stops" });
    const calm = { ...flowOf(0), steps: [step(1, { onFailure: "continue" })] };
    expect(layOutFlow(calm)[0]?.rail).toBeUndefined();
  });

  test("says where the way goes on in another part", () => {
    const [first, second] = layOutFlow(flowOf(20, 2));
    expect(first).toMatchObject({
      start: undefined,
      end: { text: "on to 1.11" },
      rail: { end: "on to 1.1" },
    });
    expect(second).toMatchObject({ start: { text: "from 1.10" }, end: { text: "Done" } });
    const [, alone] = layOutFlow(flowOf(14, 14));
    expect(alone).toMatchObject({
      boxes: [],
      end: undefined,
      rail: undefined,
      failed: { text: "The run has failed" },
    });
    expect(layOutFlow(flowOf(1, 20))[1]?.failed?.text).toBe("on to 1.11");
  });
});

describe("drawFlow", () => {
  const [procedure] = nightGuide.document.procedures;
  if (procedure === undefined) throw new TypeError("the guide has a procedure");
  const outline = outlineProcedure(procedure, 0);

  test("is a picture with a title and a description that say what it shows", () => {
    const [{ markup } = { markup: "" }] = drawFlow(toFlow(outline));
    expect(markup).toContain('role="img"');
    expect(markup).toContain("<title>The way through Load the night&#39;s orders</title>");
    expect(markup).toContain(
      "<desc>1.1 Wait for the order file; when it fails, the procedure stops, call data team. " +
        "1.2 Load it, only once; when it fails, the procedure goes on. " +
        "When the procedure has failed: 1.F1 Tell the vendor.</desc>",
    );
    expect(markup.match(/class="badge"/g)).toHaveLength(1);
  });

  test("shows where each step of a run stands", () => {
    const [{ markup } = { markup: "" }] = drawFlow(
      toFlow(outline, (stepId) => (stepId === "load" ? "in-doubt" : undefined)),
    );
    expect(markup).toContain("It has been left in doubt.");
    expect(markup).toContain('class="box once in-doubt"');
    expect(markup.match(/class="symbol"/g)).toHaveLength(1);
  });

  test("counts its parts", () => {
    expect(drawFlow(flowOf(20)).map(({ markup }) => /<title>(.*?)</.exec(markup)?.[1])).toEqual([
      "The way through Flow, part 1 of 2",
      "The way through Flow, part 2 of 2",
    ]);
  });
});
