import { describe, expect, test } from "vitest";
import { untilAborted } from "./until-aborted.js";

describe("untilAborted", () => {
  test("ends the wait of one caller and leaves the others theirs", async () => {
    let settle = (_: string): void => undefined;
    const shared = new Promise<string>((resolve) => {
      settle = resolve;
    });
    const controller = new AbortController();
    const impatient = untilAborted(shared, controller.signal);
    const patient = untilAborted(shared, new AbortController().signal);
    controller.abort("enough");
    await expect(impatient).rejects.toBe("enough");
    await expect(untilAborted(shared, controller.signal)).rejects.toBe("enough");
    settle("done");
    expect([await patient, await untilAborted(shared)]).toEqual(["done", "done"]);
  });
});
