import { describe, expect, test } from "vitest";
import { SpmError } from "../spm-error.js";
import { createJournal, down, intent, lost, perform, types } from "./effect-fixture.js";
import type { EffectWork } from "./perform-effect.js";

describe("performEffect with a `once` effect", () => {
  const never = () => Promise.reject(new TypeError("performed a second time"));

  test("takes the outcome that is found after a crash, and performs nothing", async () => {
    const journal = createJournal([intent]);
    const find: EffectWork["find"] = async ({ key, intendedAt }) => ({
      state: "happened",
      output: { key, intendedAt },
    });
    const state = await perform({ contract: "once", perform: never, find }, journal);
    expect(state).toMatchObject({
      status: "succeeded",
      found: true,
      output: { key: "run-1/load", intendedAt: 1_000 },
    });
  });

  test("performs it after a crash when it certainly has not happened", async () => {
    const state = await perform(
      { contract: "once", find: async () => ({ state: "absent" }) },
      createJournal([intent]),
    );
    expect(state).toMatchObject({ status: "succeeded", output: "done", attempts: 2 });
    expect(state.found).toBeUndefined();
  });

  test.each<[string, Partial<EffectWork>, string]>([
    ["there is no way to ask", {}, "no way to ask"],
    [
      "the other side cannot tell",
      { find: async () => ({ state: "unknown", reason: "Two look like it." }) },
      "Two look like it.",
    ],
    ["asking fails", { find: () => Promise.reject(down()) }, "Nobody answers."],
  ])("stays in doubt when %s", async (_, work, reason) => {
    const journal = createJournal([intent]);
    const state = await perform({ contract: "once", perform: never, ...work }, journal);
    expect(state).toMatchObject({ status: "in-doubt", doubt: expect.stringContaining(reason) });
    expect(types(journal)).toEqual(["effect.intended", "effect.in-doubt"]);
  });

  test("asks again about an effect in doubt", async () => {
    const journal = createJournal([intent]);
    await perform(
      { contract: "once", perform: never, find: async () => ({ state: "unknown", reason: "?" }) },
      journal,
    );
    const state = await perform(
      { contract: "once", perform: never, find: async () => ({ state: "happened", output: 1 }) },
      journal,
    );
    expect(state).toMatchObject({ status: "succeeded", found: true });
    expect(state.doubt).toBeUndefined();
  });

  test("looks before it acts again when the reply was lost", async () => {
    let started = 0;
    const work: Partial<EffectWork> = {
      contract: "once",
      retry: { attempts: 3, delayMs: 0 },
      perform: async () => {
        started += 1;
        throw lost();
      },
      find: async () => ({ state: "happened", output: "task 7" }),
    };
    expect(await perform(work)).toMatchObject({ status: "succeeded", output: "task 7", found: true });
    expect(started).toBe(1);
  });

  test("tries again after a lost reply only when it has not happened, within its policy", async () => {
    let started = 0;
    const work: Partial<EffectWork> = {
      contract: "once",
      retry: { attempts: 2, delayMs: 0 },
      perform: async () => {
        started += 1;
        if (started === 1) throw lost();
        return "task 8";
      },
      find: async () => ({ state: "absent" }),
    };
    expect(await perform(work)).toMatchObject({ status: "succeeded", output: "task 8", attempts: 2 });
  });

  test("takes an error that nobody classified for doubt, not for failure", async () => {
    const state = await perform({
      contract: "once",
      perform: () => Promise.reject(new TypeError("undefined is not …")),
    });
    expect(state.status).toBe("in-doubt");
  });

  test("fails when the other side certainly refused", async () => {
    const refused = new SpmError("remote.rejected", "No such import.", {
      operation: "start",
      status: 404,
      requestId: undefined,
    });
    const state = await perform({ contract: "once", perform: () => Promise.reject(refused) });
    expect(state).toMatchObject({ status: "failed", failure: { code: "remote.rejected" } });
  });

  test("judges an outcome that was found as it judges one that was made", async () => {
    const state = await perform(
      {
        contract: "once",
        find: async () => ({ state: "happened", output: 0 }),
        accept: (rows) => (rows === 0 ? "no rows" : undefined),
      },
      createJournal([intent]),
    );
    expect(state).toMatchObject({ status: "refused", refusal: "no rows", found: true });
  });

  test("stays in doubt when it may have happened before something could not be attached", async () => {
    const full = () => Promise.reject(new SpmError("storage.full", "No room.", { path: "log" }));
    let performed = 0;
    const attempt: Partial<EffectWork> = {
      contract: "once",
      perform: async ({ attach }) => {
        performed += 1;
        await attach({ name: "reply.json", mediaType: "application/json", content: new Uint8Array(1) });
      },
    };
    const state = await perform(attempt, Object.assign(createJournal(), { attach: full }));
    expect(state).toMatchObject({ status: "in-doubt" });
    expect(performed).toBe(1);
  });
});
