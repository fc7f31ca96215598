import { describe, expect, test } from "vitest";
import { SpmError } from "../spm-error.js";
import { createFakeClock } from "../testing/fake-clock.js";
import type { EffectEvent } from "./effect-events.js";
import { type EffectState, foldEffect } from "./effect-state.js";
import { type EffectJournal, type EffectWork, performEffect } from "./perform-effect.js";

function createJournal(events: EffectEvent[] = []): EffectJournal & { readonly events: EffectEvent[] } {
  const fold = () =>
    events.reduce<EffectState | undefined>((state, event) => foldEffect(state, event, 1_000), undefined);
  return {
    effectId: "load",
    key: "run-1/load",
    events,
    get state() {
      return fold();
    },
    async append(event) {
      events.push(event);
      fold();
    },
  };
}

const intent: EffectEvent = {
  type: "effect.intended",
  data: { effectId: "load", attempt: 1, key: "run-1/load", contract: "once" },
};
const lost = () => new SpmError("remote.unknown", "The reply was lost.", { operation: "start" });
const down = () => new SpmError("remote.unavailable", "Nobody answers.", { operation: "start" });

function perform(
  work: Partial<EffectWork>,
  journal = createJournal(),
  signal = new AbortController().signal,
) {
  const whole: EffectWork = { contract: "repeatable", perform: async () => "done", ...work };
  return performEffect(whole, journal, { clock: createFakeClock(), signal });
}

const types = ({ events }: { readonly events: readonly EffectEvent[] }) => events.map(({ type }) => type);

describe("performEffect", () => {
  test("keeps the intent before anything is done and the outcome after", async () => {
    const journal = createJournal();
    const state = await perform(
      {
        perform: async ({ key, attempt, volume }) => {
          expect(types(journal)).toEqual(["effect.intended"]);
          volume({ rowsRead: 3 });
          volume({ rowsWritten: 2 });
          return { key, attempt };
        },
      },
      journal,
    );
    expect(types(journal)).toEqual(["effect.intended", "effect.succeeded"]);
    expect(state).toMatchObject({
      status: "succeeded",
      output: { key: "run-1/load", attempt: 1 },
      volume: { rowsRead: 3, rowsWritten: 2 },
    });
  });

  test("does nothing to an effect that is settled", async () => {
    const journal = createJournal();
    await perform({}, journal);
    const again = await perform({ perform: () => Promise.reject(new TypeError("done twice")) }, journal);
    expect(again.status).toBe("succeeded");
    expect(journal.events).toHaveLength(2);
  });

  test("tries again as often as its policy allows, while the failure is worth it", async () => {
    const journal = createJournal();
    let tries = 0;
    const state = await perform(
      {
        retry: { attempts: 3, delayMs: 0 },
        perform: async () => {
          tries += 1;
          if (tries < 3) throw down();
          return tries;
        },
      },
      journal,
    );
    expect(state).toMatchObject({ status: "succeeded", output: 3, attempts: 3, failedAttempts: 2 });
  });

  test("gives up at the last attempt, and at once on a failure that another try cannot help", async () => {
    const worn = await perform({ retry: { attempts: 2, delayMs: 0 }, perform: () => Promise.reject(down()) });
    expect(worn).toMatchObject({ status: "failed", attempts: 2, failure: { code: "remote.unavailable" } });
    const refused = new SpmError("auth.rejected", "Wrong password.", { status: 401 });
    const hopeless = await perform({
      retry: { attempts: 5, delayMs: 0 },
      perform: () => Promise.reject(refused),
    });
    expect(hopeless).toMatchObject({ status: "failed", attempts: 1 });
  });

  test("counts the failures before a crash against the policy, but not the attempt that the crash cut off", async () => {
    const data = { effectId: "load", attempt: 1, failure: { code: "remote.unavailable", message: "" } };
    const journal = createJournal([
      intent,
      { type: "effect.failed", data: { ...data, willRetry: true } },
      { type: "effect.intended", data: { ...intent.data, attempt: 2 } },
    ]);
    const state = await perform(
      { retry: { attempts: 2, delayMs: 0 }, perform: () => Promise.reject(down()) },
      journal,
    );
    expect(state).toMatchObject({ status: "failed", attempts: 3, failedAttempts: 2 });
  });

  test.each(["repeatable", "keyed"] as const)(
    "performs a %s effect again after a crash, under the same key",
    async (contract) => {
      const journal = createJournal([intent]);
      const state = await perform(
        { contract, perform: async ({ key, attempt }) => `${key} ${attempt}` },
        journal,
      );
      expect(state).toMatchObject({ status: "succeeded", output: "run-1/load 2" });
    },
  );

  test("refuses an output that is not good enough, and keeps it", async () => {
    const state = await perform({
      perform: async () => 0,
      accept: (rows) => (rows === 0 ? "no rows" : undefined),
    });
    expect(state).toMatchObject({ status: "refused", output: 0, refusal: "no rows" });
  });

  test("fails an output that is no JSON, by its path", async () => {
    const state = await perform({ perform: async () => ({ rows: [1, Number.NaN] }) });
    expect(state).toMatchObject({
      status: "failed",
      failure: { code: "json.invalid", message: expect.stringContaining("$.rows[1]") },
    });
  });

  test("leaves the journal as it is when it is aborted, and rejects with the signal's reason", async () => {
    const journal = createJournal();
    const abort = new AbortController();
    const reason = new RangeError("the service stops");
    const performing = perform(
      {
        perform: async ({ signal }) => {
          abort.abort(reason);
          signal.throwIfAborted();
        },
      },
      journal,
      abort.signal,
    );
    await expect(performing).rejects.toBe(reason);
    expect(types(journal)).toEqual(["effect.intended"]);
  });

  test("fails an attempt that takes too long, after its work has stopped", async () => {
    let stopped = false;
    const state = await perform({
      timeoutMs: 50,
      perform: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            stopped = true;
            reject(signal.reason);
          });
        }),
    });
    expect(stopped).toBe(true);
    expect(state).toMatchObject({ status: "failed", failure: { code: "step.timed-out" } });
  });

  test("leaves work behind that does not heed its signal", async () => {
    const state = await perform({ timeoutMs: 50, perform: () => new Promise(() => undefined) });
    expect(state).toMatchObject({ status: "failed", failure: { code: "step.timed-out" } });
  });

  test("does nothing twice when the outcome cannot be kept", async () => {
    const journal = createJournal();
    let done = 0;
    const append = journal.append;
    const broken: EffectJournal = {
      effectId: journal.effectId,
      key: journal.key,
      get state() {
        return journal.state;
      },
      append: (event) =>
        event.type === "effect.succeeded" ? Promise.reject(down()) : append.call(journal, event),
    };
    const performing = perform(
      {
        contract: "once",
        retry: { attempts: 5, delayMs: 0 },
        perform: async () => {
          done += 1;
        },
      },
      broken as typeof journal,
    );
    await expect(performing).rejects.toMatchObject({ code: "remote.unavailable" });
    expect(done).toBe(1);
    expect(journal.state?.status).toBe("running");
  });
});

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
});

describe("foldEffect", () => {
  test("takes what a person found out", () => {
    const doubt: EffectEvent = {
      type: "effect.in-doubt",
      data: { effectId: "load", attempt: 1, reason: "?" },
    };
    const absent: EffectEvent = {
      type: "effect.resolved",
      data: { effectId: "load", as: "absent", reason: "looked" },
    };
    const happened: EffectEvent = {
      type: "effect.resolved",
      data: { effectId: "load", as: "happened", output: 5, reason: "looked" },
    };
    expect(createJournal([intent, doubt, absent]).state).toMatchObject({ status: "retrying" });
    expect(createJournal([intent, doubt, happened]).state).toMatchObject({
      status: "succeeded",
      output: 5,
      found: true,
    });
  });

  test("knows no outcome without an intent", () => {
    const failed = { effectId: "load", attempt: 1, failure: { code: "x", message: "" }, willRetry: false };
    expect(() => foldEffect(undefined, { type: "effect.failed", data: failed }, 0)).toThrow(TypeError);
  });
});
