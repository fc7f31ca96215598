import { appendFile, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileSite, SpmError } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLocalSite } from "../site/local-site.js";
import type { ArrivalProgress } from "./arrival.js";
import { awaitDeliveries } from "./await-deliveries.js";
import type { ExpectedFeed } from "./sighting.js";

const feed = (name: string, pattern: RegExp): ExpectedFeed => ({
  name,
  matches: (fileName) => pattern.test(fileName),
});
const orders = feed("orders", /^orders.*\.csv$/);
const accounts = feed("accounts", /^accounts\.csv$/);
const policy = { folder: "/inbox", pollMs: 5_000, settleMs: 60_000, deadlineMs: 600_000 };

let root: string;
let site: FileSite;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "arrival-"));
  await mkdir(join(root, "inbox"));
  site = createLocalSite({ root });
});

afterEach(async () => {
  await site.close();
  await rm(root, { recursive: true });
});

const inbox = (name: string) => join(root, "inbox", name);
const statesOf = (progress: readonly ArrivalProgress[]) =>
  progress.map(({ feeds }) => feeds.map(({ state }) => state).join(" "));

/** Runs what the sender does at each poll, in step with the looks. */
function inStep(site: FileSite, actions: Readonly<Record<number, () => Promise<unknown>>>): FileSite {
  let polls = 0;
  return {
    ...site,
    async *list(folder, call) {
      polls += 1;
      await actions[polls]?.();
      yield* site.list(folder, call);
    },
  };
}

describe("awaitDeliveries", () => {
  test("takes a file once it was seen unchanged for the settling time", async () => {
    const clock = createFakeClock();
    const startAt = clock.now();
    await writeFile(inbox("orders.csv"), "id\n1\n");
    const progress: ArrivalProgress[] = [];

    const found = await awaitDeliveries(
      site,
      { ...policy, feeds: [orders] },
      { clock, onProgress: (told) => progress.push(told) },
    );

    expect(found).toEqual({
      arrivals: [
        {
          feed: "orders",
          name: "orders.csv",
          path: "/inbox/orders.csv",
          sizeBytes: 5,
          modifiedAt: expect.any(Number),
          receivedAt: startAt,
          evidence: [
            { kind: "final-name", words: "orders.csv is no temporary name" },
            {
              kind: "unchanged",
              looks: 13,
              unchangedMs: 60_000,
              words: "seen unchanged for 1 min in 13 listings",
            },
          ],
        },
      ],
      unexpected: [],
      unfinished: [],
      notTaken: [],
      suspectNames: [],
    });
    expect(clock.monotonic()).toBe(60_000);
    expect(progress.map(({ waitedMs }) => waitedMs)).toEqual(
      Array.from({ length: 13 }, (_, poll) => poll * 5_000),
    );
    expect(statesOf(progress)).toEqual([...Array.from({ length: 12 }, () => "settling"), "complete"]);
  });

  test("waits for a slow upload, and again when one that stalled goes on", async () => {
    const clock = createFakeClock();
    const startAt = clock.now();
    const grow = () => appendFile(inbox("orders.csv"), "a row\n");
    const sender = inStep(site, { 2: grow, 3: grow, 4: grow, 14: grow });
    const progress: ArrivalProgress[] = [];

    const { arrivals } = await awaitDeliveries(
      sender,
      { ...policy, feeds: [orders] },
      { clock, onProgress: (told) => progress.push(told) },
    );

    expect(arrivals).toMatchObject([{ sizeBytes: 24, receivedAt: startAt + 65_000 }]);
    expect(clock.monotonic()).toBe(65_000 + 60_000);
    expect(statesOf(progress).slice(0, 5)).toEqual(["absent", "settling", "growing", "growing", "settling"]);
    expect(statesOf(progress)[13]).toBe("growing");
    expect(progress[3]?.feeds[0]?.files).toMatchObject([{ name: "orders.csv", sizeBytes: 18 }]);
  });

  test("does not take a temporary name, however long it lies there, and settles it anew under its final name", async () => {
    const clock = createFakeClock();
    await writeFile(inbox("orders.csv.part"), "all of it");
    const sender = inStep(site, { 30: () => rename(inbox("orders.csv.part"), inbox("orders.csv")) });
    const progress: ArrivalProgress[] = [];

    const { arrivals } = await awaitDeliveries(
      sender,
      { ...policy, feeds: [orders] },
      { clock, onProgress: (told) => progress.push(told) },
    );

    expect(arrivals).toMatchObject([{ name: "orders.csv" }]);
    expect(clock.monotonic()).toBe(29 * 5_000 + 60_000);
    expect(statesOf(progress).slice(0, 29)).toEqual(Array.from({ length: 29 }, () => "growing"));
    expect(progress[0]?.feeds[0]?.files).toMatchObject([
      { name: "orders.csv.part", temporary: true, sizeBytes: 9 },
    ]);
  });

  test("waits for all feeds and tells everything else that lies there", async () => {
    const clock = createFakeClock();
    await writeFile(inbox("accounts.csv"), "id\n");
    await writeFile(inbox("readme.txt"), "hello");
    await writeFile(inbox("other.csv.part"), "half");
    await symlink("/etc/hostname", inbox("link.csv"));
    await mkdir(inbox("history"));
    const sender = inStep(site, { 20: () => writeFile(inbox("orders_1.csv"), "id\n") });

    const found = await awaitDeliveries(sender, { ...policy, feeds: [orders, accounts] }, { clock });

    expect(found.arrivals.map(({ feed, name }) => [feed, name])).toEqual([
      ["orders", "orders_1.csv"],
      ["accounts", "accounts.csv"],
    ]);
    expect(found.unexpected).toEqual(["link.csv", "readme.txt"]);
    expect(found.unfinished).toEqual(["other.csv.part"]);
    expect(clock.monotonic()).toBe(19 * 5_000 + 60_000);
  });

  test("says at the deadline which feeds are missing and what was seen of them", async () => {
    const clock = createFakeClock();
    await writeFile(inbox("accounts.csv"), "id\n");
    await writeFile(inbox("orders_1.csv.part"), "half");
    const products = feed("products", /^products\.csv$/);

    const waiting = awaitDeliveries(
      site,
      { ...policy, deadlineMs: 63_000, feeds: [orders, accounts, products] },
      { clock },
    );

    await expect(waiting).rejects.toMatchObject({
      code: "delivery.missing",
      details: { feeds: ["orders", "products"], waitedMs: 63_000 },
      message: expect.stringMatching(
        /orders: orders_1\.csv\.part \(4 bytes, still under a temporary name\)\n.*products: nothing was seen/,
      ),
    });
  });

  test("is not held up by what somebody left under a temporary name beside the file", async () => {
    await writeFile(inbox("orders_1.csv.part"), "abandoned");
    await writeFile(inbox("orders_2.csv"), "id\n");
    const found = await awaitDeliveries(site, { ...policy, feeds: [orders] }, { clock: createFakeClock() });
    expect(found).toMatchObject({ arrivals: [{ name: "orders_2.csv" }], unfinished: ["orders_1.csv.part"] });
  });

  test("takes no empty file unless that is wanted", async () => {
    await writeFile(inbox("orders.csv"), "");
    const refused = awaitDeliveries(site, { ...policy, feeds: [orders] }, { clock: createFakeClock() });
    await expect(refused).rejects.toMatchObject({
      code: "delivery.missing",
      message: expect.stringContaining("0 bytes, empty"),
    });

    const delivered = await awaitDeliveries(
      site,
      { ...policy, feeds: [orders], emptyFiles: "deliver" },
      { clock: createFakeClock() },
    );
    expect(delivered.arrivals).toMatchObject([{ sizeBytes: 0 }]);
  });

  test("takes the one of several files that it is told to, and tells the other", async () => {
    await writeFile(inbox("orders_b.csv"), "older");
    await utimes(inbox("orders_b.csv"), 1_000, 1_000);
    await writeFile(inbox("orders_a.csv"), "newer");
    const several = { ...policy, feeds: [orders], onSeveral: "oldest" } as const;
    const oldest = await awaitDeliveries(site, several, { clock: createFakeClock() });
    expect(oldest).toMatchObject({ arrivals: [{ name: "orders_b.csv" }], notTaken: ["orders_a.csv"] });
  });

  test("waits over a site that does not answer, and proves nothing by silence", async () => {
    const clock = createFakeClock();
    await writeFile(inbox("orders.csv"), "id\n");
    const silent = async () => {
      throw new SpmError("remote.unavailable", "no answer", { operation: "list" });
    };
    const sender = inStep(site, { 1: silent, 13: silent, 14: silent });
    const progress: ArrivalProgress[] = [];

    await awaitDeliveries(
      sender,
      { ...policy, feeds: [orders] },
      { clock, onProgress: (told) => progress.push(told) },
    );

    expect(clock.monotonic()).toBe(5_000 + 60_000 + 5_000);
    expect(progress[12]).toMatchObject({ unavailable: "no answer", feeds: [{ state: "settling" }] });
    expect(progress.at(-1)?.unavailable).toBeUndefined();
  });

  test("says at the deadline that the site did not answer", async () => {
    const failure = new SpmError("remote.unavailable", "no answer", { operation: "list" });
    const silent: FileSite = {
      ...site,
      list: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }) }),
    };
    const waiting = awaitDeliveries(silent, { ...policy, feeds: [orders] }, { clock: createFakeClock() });
    await expect(waiting).rejects.toMatchObject({
      code: "delivery.missing",
      cause: failure,
      message: expect.stringContaining("the last look failed: no answer"),
    });
  });

  test("refuses a folder that is not there, feeds that overlap, and options that cannot work", async () => {
    const clock = createFakeClock();
    await expect(
      awaitDeliveries(site, { ...policy, folder: "/none", feeds: [orders] }, { clock }),
    ).rejects.toMatchObject({
      code: "file.not-found",
    });
    await writeFile(inbox("accounts.csv"), "id\n");
    const anything = feed("anything", /csv$/);
    await expect(
      awaitDeliveries(site, { ...policy, feeds: [accounts, anything] }, { clock }),
    ).rejects.toMatchObject({
      code: "config.invalid",
      details: { issues: ["feeds: accounts.csv belongs to accounts and anything"] },
    });
    const nonsense = { folder: "inbox", feeds: [orders, orders], deadlineMs: -1, pollMs: 0 };
    await expect(awaitDeliveries(site, nonsense, { clock })).rejects.toMatchObject({
      code: "config.invalid",
      details: { issues: { length: 4 } },
    });
  });

  test("matches names in their composed form and gives them back as they are", async () => {
    const decomposed = "orders_cafe\u0301.csv";
    await writeFile(inbox(decomposed), "id\n");
    const cafe = feed("cafe", /^orders_caf\u00e9\.csv$/);
    const { arrivals } = await awaitDeliveries(
      site,
      { ...policy, feeds: [cafe] },
      { clock: createFakeClock() },
    );
    expect(arrivals).toMatchObject([{ name: decomposed }]);
  });

  test("tells whole milliseconds by a clock that counts parts of them", async () => {
    const clock = createFakeClock();
    await writeFile(inbox("orders.csv"), "id\n");
    const fine = { ...clock, monotonic: () => clock.monotonic() * 1.000_1 + 0.25 };
    const { arrivals } = await awaitDeliveries(site, { ...policy, feeds: [orders] }, { clock: fine });
    expect(arrivals.map(({ receivedAt }) => Number.isInteger(receivedAt))).toEqual([true]);
  });

  test("ends an abort with the signal's own reason", async () => {
    const controller = new AbortController();
    const reason = new Error("the run was cancelled");
    const waiting = awaitDeliveries(
      site,
      { ...policy, feeds: [orders] },
      { clock: createFakeClock(), signal: controller.signal, onProgress: () => controller.abort(reason) },
    );
    await expect(waiting).rejects.toBe(reason);
  });
});
