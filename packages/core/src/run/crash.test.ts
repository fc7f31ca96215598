import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide } from "../guide/guide.js";
import { defineProcedure } from "../guide/procedure.js";
import type { Log } from "../log/log.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { SpmError } from "../spm-error.js";
import { createRunLog } from "./run-log.js";
import { createRunner } from "./runner.js";

/** The outside world: it remembers, whatever becomes of the process. */
interface World {
  readonly started: string[];
  readonly keyed: Set<string>;
  tellsWhatHappened: boolean;
}

const text = { title: "A step", instructions: ["Do it by hand."] };

function createGuide(world: World, crash: () => void) {
  const procedure = defineProcedure({ id: "night", title: "The night", input: z.object({}) })
    .step("receive", {
      ...text,
      effect: "repeatable",
      run: () => {
        crash();
        return "file";
      },
    })
    .step("send", {
      ...text,
      effect: "keyed",
      run: ({ key }) => {
        crash();
        world.keyed.add(key);
        crash();
      },
    })
    .step("start", {
      ...text,
      effect: "once",
      find: async ({ key }) => {
        if (!world.tellsWhatHappened) return { state: "unknown", reason: "The environment does not answer." };
        return world.started.includes(key) ? { state: "happened", output: key } : { state: "absent" };
      },
      run: ({ key }) => {
        crash();
        world.started.push(key);
        crash();
        return key;
      },
    })
    .step("finish", {
      ...text,
      effect: "repeatable",
      run: ({ outputs }) => {
        crash();
        return outputs.start;
      },
    });
  return defineGuide({ title: "Guide", client: "Example", procedures: [procedure] });
}

class Crash extends Error {}

/** Ends everything at the n-th boundary: before or after a write, before or after an effect. */
function createFuse(n: number) {
  let passed = 0;
  return {
    get burnt() {
      return passed >= n;
    },
    pass() {
      passed += 1;
      if (passed === n) throw new Crash();
      if (passed > n) throw new Crash();
    },
  };
}

function withFuse(log: Log, pass: () => void): Log {
  const bounded =
    <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments) => {
      pass();
      const result = await call(...given);
      pass();
      return result;
    };
  return {
    ...log,
    append: bounded(log.append),
    appendClaiming: bounded(log.appendClaiming),
    appendAll: bounded(log.appendAll),
    claim: bounded(log.claim),
  };
}

async function runToTheEnd(path: string, world: World, n: number) {
  const fuse = createFuse(n);
  // The dead worker's claim is over at once for the clock of the next: what is tried here is the journal.
  for (const [life, pass] of [fuse.pass, () => undefined].entries()) {
    const clock = { now: () => Date.UTC(2026, 0, 5) + life * 60_000, monotonic: () => 0, wait: waitForEver };
    const log = await openSqliteLog({ path, clock });
    const guide = createGuide(world, pass);
    const runner = createRunner({
      log: withFuse(log, pass),
      guides: [guide],
      worker: `life ${life}`,
      clock,
      leaseMs: 1_000,
    });
    try {
      await runner.request({ procedureId: "night", runId: "n", input: {} });
      const run = await runner.advance("n");
      await createRunLog(log).verify("n");
      return { run, crashed: life > 0 };
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof SpmError)) throw error;
    } finally {
      await log.close();
    }
  }
  throw new TypeError("the second life ended too");
}

describe("a crash at any boundary", () => {
  test.each([true, false])(
    "leaves exactly one truth, with an environment that can tell what happened: %s",
    async (tells) => {
      const folder = await mkdtemp(join(tmpdir(), "spm-crash-"));
      let boundaries = 0;
      for (let n = 1; ; n += 1) {
        const world: World = { started: [], keyed: new Set(), tellsWhatHappened: tells };
        const { run, crashed } = await runToTheEnd(join(folder, `${n}.sqlite`), world, n);
        if (!crashed) break;
        boundaries = n;
        expect(world.started.length, `starts after a crash at boundary ${n}`).toBeLessThanOrEqual(1);
        expect(world.keyed.size).toBeLessThanOrEqual(1);
        if (tells) {
          expect(run, `crash at boundary ${n}`).toMatchObject({ status: "succeeded" });
          expect(world.started).toEqual(["n/start"]);
        } else {
          expect(["succeeded", "in-doubt"], `crash at boundary ${n}`).toContain(run.status);
        }
      }
      await rm(folder, { recursive: true });
      expect(boundaries).toBeGreaterThan(15);
    },
  );
});

function waitForEver(
  _ms: number,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}
