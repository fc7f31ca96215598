import { describe, expect, test } from "vitest";
import { SpmError } from "../spm-error.js";
import { createJournal, down, intent, perform, types } from "./effect-fixture.js";
import type { EffectJournal } from "./effect-journal.js";

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

  test.each(["repeatable", "keyed"] as const)(
    "tries a %s effect again after a lost answer",
    async (contract) => {
      const lost = new SpmError("remote.unknown", "No answer.", { operation: "load" });
      const state = await perform({
        contract,
        retry: { attempts: 2, delayMs: 0 },
        perform: async ({ attempt }) => (attempt === 1 ? Promise.reject(lost) : "done"),
      });
      expect(state).toMatchObject({ status: "succeeded", output: "done", attempts: 2 });
    },
  );

  test("gives up at the last attempt, and at once on a failure that another try cannot help", async () => {
    const worn = await perform({ retry: { attempts: 2, delayMs: 0 }, perform: () => Promise.reject(down()) });
    expect(worn).toMatchObject({ status: "failed", attempts: 2, failure: { code: "remote.unavailable" } });
    const refused = new SpmError("remote.not-found", "No such import.", { operation: "load" });
    const hopeless = await perform({
      retry: { attempts: 5, delayMs: 0 },
      perform: () => Promise.reject(refused),
    });
    expect(hopeless).toMatchObject({ status: "failed", attempts: 1 });
  });

  test.each([
    new SpmError("storage.full", "No room.", { path: "/work" }),
    new SpmError("auth.rejected", "Wrong password.", { status: 401 }),
    new SpmError("host-key.mismatch", "Another key.", { expected: ["a"], got: "b" }),
    new SpmError("secret.missing", "Not set.", { reference: "env:PASSWORD" }),
  ])(
    "takes $code for a failure of the worker: it comes out, and the effect waits to be tried again",
    async (failure) => {
      const journal = createJournal();
      const halted = perform(
        { contract: "once", retry: { attempts: 3, delayMs: 0 }, perform: () => Promise.reject(failure) },
        journal,
      );
      await expect(halted).rejects.toBe(failure);
      expect(journal.state).toMatchObject({
        status: "retrying",
        attempts: 1,
        failure: { code: failure.code },
      });
      expect(await perform({ contract: "once" }, journal)).toMatchObject({
        status: "succeeded",
        attempts: 2,
      });
    },
  );

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
