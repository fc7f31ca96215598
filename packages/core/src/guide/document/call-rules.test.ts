import { describe, expect, test } from "vitest";
import { calling, circleOf, count, guideOf, issuesOf, withSteps } from "./rules-fixture.js";

describe("the rules of calls", () => {
  test("tell a circle of calls at each procedure of it, and at no other", () => {
    const circle = circleOf("a", "b", "c");
    const [first] = circle;
    if (first === undefined) throw new TypeError("the circle has three");
    expect(issuesOf(guideOf(withSteps("outside", calling(first)), ...circle))).toEqual([
      "procedures.1.steps.0.procedureId: calls itself: a → b → c → a",
      "procedures.2.steps.0.procedureId: calls itself: b → c → a → b",
      "procedures.3.steps.0.procedureId: calls itself: c → a → b → c",
    ]);
    expect(issuesOf(guideOf(...circleOf("a", "b")))).toHaveLength(2);
  });

  test("let one procedure be called from several places", () => {
    const shared = withSteps("shared", count);
    const [left, right] = ["left", "right"].map((id) => withSteps(id, calling(shared)));
    if (left === undefined || right === undefined) throw new TypeError("there are two");
    expect(issuesOf(guideOf(withSteps("top", calling(left), calling(right)), left, right, shared))).toEqual(
      [],
    );
  });
});
