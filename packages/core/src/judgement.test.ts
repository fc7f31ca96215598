import { expect, test } from "vitest";
import { toStepSubject } from "./judgement.js";

test("a step is judged under the name of its procedure and its own", () => {
  expect(toStepSubject("nightly-load", "receive")).toBe("nightly-load/receive");
});
