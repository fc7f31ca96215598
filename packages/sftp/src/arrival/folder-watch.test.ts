import type { FileStat } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFolderWatch } from "./folder-watch.js";
import { isSettled, type LookMoment } from "./observation.js";

const file = (name: string, sizeBytes = 5, more: Partial<FileStat> = {}): FileStat => ({
  path: `/inbox/${name}`,
  kind: "file",
  sizeBytes,
  modifiedAt: 1_000,
  ...more,
});
const at = (look: number, nowMs = look * 10): LookMoment => ({ look, nowMs, nowAt: nowMs });

async function* listing(files: Iterable<FileStat>) {
  yield* files;
}

/** A watch for one feed, `orders…`, that counts how often names are matched. */
function startWatch() {
  let matched = 0;
  const match = (name: string) => {
    matched += 1;
    return name.startsWith("orders") ? [0] : [];
  };
  const watch = createFolderWatch({ path: "/inbox", feedCount: 1, match });
  return { ...watch, matched: () => matched };
}

describe("createFolderWatch", () => {
  test("tells what appeared, what changed and what is gone, and nothing else", async () => {
    const watch = startWatch();
    await watch.look(listing([file("orders_1"), file("orders_2"), file("orders_3")]), at(1));
    const seen = [file("orders_1"), file("orders_2", 6), file("orders_4")];
    expect(await watch.look(listing(seen), at(2))).toMatchObject({
      appeared: [{ name: "orders_4", changed: false, sinceLook: 2, sinceMs: 20 }],
      changed: [{ before: { file: { sizeBytes: 5 } }, after: { changed: true, sinceLook: 2, sinceMs: 20 } }],
      gone: [{ name: "orders_3" }],
    });
    expect(watch.find("orders_1")).toMatchObject({ sinceLook: 1, sinceMs: 10 });
    expect(watch.find("orders_3")).toBeUndefined();
    expect([...watch.filesOf(0)].map(({ name }) => name).sort()).toEqual([
      "orders_1",
      "orders_2",
      "orders_4",
    ]);
  });

  test("begins anew when the time changes, and with a file that was gone in between", async () => {
    const watch = startWatch();
    await watch.look(listing([file("orders_1"), file("orders_2")]), at(1));
    await watch.look(listing([file("orders_1", 5, { modifiedAt: 2_000 })]), at(2));
    await watch.look(listing([file("orders_1", 5, { modifiedAt: 2_000 }), file("orders_2")]), at(3));
    expect(watch.find("orders_1")).toMatchObject({ sinceLook: 2, changed: true });
    expect(watch.find("orders_2")).toMatchObject({ sinceLook: 3, changed: false });
  });

  test("keeps names of no feed, links and what has a feed's name but is no file; folders do not count", async () => {
    const watch = startWatch();
    const others = [file("notes.txt"), file("orders_link", 1, { kind: "other" })];
    await watch.look(listing([...others, file("orders_done", 0, { kind: "folder" })]), at(1));
    expect([...watch.strangers()].map(({ name }) => name)).toEqual(["notes.txt", "orders_link"]);
    expect([...watch.filesOf(0)]).toEqual([]);
  });

  test("learns nothing from a listing that breaks off", async () => {
    const watch = startWatch();
    await watch.look(listing([file("orders_1"), file("orders_2")]), at(1));
    const broken = (async function* () {
      yield file("orders_1", 9);
      throw new Error("cut");
    })();
    await expect(watch.look(broken, at(2))).rejects.toThrow("cut");
    expect(watch.find("orders_1")).toMatchObject({ file: { sizeBytes: 5 }, sinceLook: 1 });
    const { gone } = await watch.look(listing([file("orders_1")]), at(2));
    expect(gone).toMatchObject([{ name: "orders_2" }]);
  });

  test("takes 100,000 files, matches each name once, and touches nothing that stays as it is", async ({
    annotate,
  }) => {
    const watch = startWatch();
    const names = Array.from({ length: 100_000 }, (_, n) => (n % 10 === 0 ? `orders_${n}` : `old_${n}`));
    const startedMs = performance.now();
    await watch.look(listing(names.map((name) => file(name))), at(1));
    const first = watch.find("orders_0");
    const firstMs = performance.now() - startedMs;
    globalThis.gc?.();
    const heapBytes = process.memoryUsage().heapUsed;
    const againMs = performance.now();
    const news = await watch.look(listing([...names, "orders_new"].map((name) => file(name))), at(2));
    await annotate(
      `first ${Math.round(firstMs)} ms, again ${Math.round(performance.now() - againMs)} ms, heap ${Math.round(heapBytes / 1e6)} MB`,
    );
    expect(news).toMatchObject({ appeared: [{ name: "orders_new" }], changed: [], gone: [] });
    expect(watch.matched()).toBe(100_001);
    expect(watch.find("orders_0")).toBe(first);
  });
});

describe("isSettled", () => {
  const seen = { file: file("a"), name: "a", temporary: false, feeds: [0], changed: false };

  test("needs two looks even when no time has to pass", () => {
    const observation = { ...seen, sinceLook: 1, sinceMs: 0 };
    expect(isSettled(observation, at(1, 0), 0)).toBe(false);
    expect(isSettled(observation, at(2, 0), 0)).toBe(true);
  });

  test("needs the time between the looks, not the time of the file", () => {
    const observation = { ...seen, sinceLook: 1, sinceMs: 0 };
    expect(isSettled(observation, at(2, 59_999), 60_000)).toBe(false);
    expect(isSettled(observation, at(3, 60_000), 60_000)).toBe(true);
  });

  test("is never true of a file that changed within the settling time", async () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 2 })), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (looks) => {
        const watch = startWatch();
        const history: { readonly atMs: number; readonly size: number }[] = [];
        let nowMs = 0;
        for (const [index, [gapMs, size]] of looks.entries()) {
          nowMs += gapMs;
          await watch.look(listing([file("orders", size)]), at(index + 1, nowMs));
          history.push({ atMs: nowMs, size });
        }
        const observation = watch.find("orders");
        const within = new Set(history.filter(({ atMs }) => atMs > nowMs - 60).map(({ size }) => size));
        const settled = observation !== undefined && isSettled(observation, at(looks.length, nowMs), 60);
        expect(settled && within.size > 1).toBe(false);
      }),
    );
  });
});
