import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type FileSite, sha256 } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { awaitDeliveries } from "../arrival/await-deliveries.js";
import { fetchFile } from "../arrival/fetch-file.js";
import { createLocalSite } from "../site/local-site.js";
import { toCandidateName } from "./candidate-name.js";
import { findInHistory } from "./find-in-history.js";
import { defineHistoryName, type HistoryName } from "./history-name.js";
import { promoteFile } from "./promote-file.js";
import { restoreFromHistory } from "./restore-from-history.js";

const october = Date.UTC(2026, 9, 1, 4);
const november = Date.UTC(2026, 10, 1, 4);

let root: string;
let site: FileSite;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "history-"));
  await mkdir(join(root, "site"));
  site = createLocalSite({ root: join(root, "site") });
});

afterEach(async () => {
  await site.close();
  await rm(root, { recursive: true });
});

interface Kept {
  readonly feed?: string;
  readonly receivedAt: number;
  readonly content: string;
  readonly name?: HistoryName;
  readonly candidate?: number;
}

async function keep({
  feed = "orders",
  receivedAt,
  content,
  name = defineHistoryName(),
  candidate = 1,
}: Kept) {
  const period = new Date(receivedAt).toISOString().slice(0, 7);
  const path = name.toPath({ feed, period, fileName: "orders.csv", receivedAt, sha256: sha256(content) });
  const kept = `/history/${toCandidateName(path, candidate)}`;
  await mkdir(dirname(join(root, "site", kept)), { recursive: true });
  await writeFile(join(root, "site", kept), content);
  return kept;
}

const history = { folder: "/history", feed: "orders" };

describe("findInHistory", () => {
  test("finds nothing where nothing was kept", async () => {
    expect(await findInHistory(site, history)).toEqual([]);
  });

  test("tells the deliveries of a feed, the one received last first", async () => {
    const first = await keep({ receivedAt: october, content: "october" });
    const third = await keep({ receivedAt: november, content: "november", candidate: 2 });
    const later = await keep({ receivedAt: november + 1_000, content: "november again" });
    await keep({ feed: "accounts", receivedAt: november, content: "accounts" });
    await writeFile(join(root, "site/history/orders/2026-10/notes.txt"), "a person's");
    await writeFile(join(root, "site/history/orders/2026-10/.orders.csv.1.part"), "half");
    await mkdir(join(root, "site/history/orders/2026-10/nested"));

    const entries = await findInHistory(site, history);
    expect(entries.map(({ path }) => path)).toEqual([later, third, first]);
    expect(entries.at(-1)).toEqual({
      feed: "orders",
      path: first,
      period: "2026-10",
      receivedAt: october,
      sha256Prefix: sha256("october").slice(0, 8),
      candidate: 1,
      sizeBytes: 7,
      modifiedAt: expect.any(Number),
    });
  });

  test("steps back before a bad delivery and keeps to a period", async () => {
    const first = await keep({ receivedAt: october, content: "october" });
    await keep({ receivedAt: november, content: "bad" });
    const before = await findInHistory(site, { ...history, receivedBefore: november });
    expect(before.map(({ path }) => path)).toEqual([first]);
    const inPeriod = await findInHistory(site, { ...history, period: "2026-10" });
    expect(inPeriod.map(({ path }) => path)).toEqual([first]);
  });

  test("follows the template that named the deliveries, and lists no folder of another feed", async () => {
    const name = defineHistoryName("{period}/{feed}/{received}_{sha256}{ext}");
    const path = await keep({ receivedAt: october, content: "october", name });
    await keep({ feed: "accounts", receivedAt: october, content: "accounts", name });
    const listed: string[] = [];
    const watched: FileSite = {
      ...site,
      list: (folder, call) => {
        listed.push(folder);
        return site.list(folder, call);
      },
    };
    const entries = await findInHistory(watched, { ...history, name });
    expect(entries).toMatchObject([{ path, sha256Prefix: sha256("october") }]);
    expect(listed).toEqual(["/history", "/history/2026-10", "/history/2026-10/orders"]);
  });
});

describe("restoreFromHistory", () => {
  async function lastGood() {
    const path = await keep({ receivedAt: october, content: "october" });
    const [entry] = await findInHistory(site, history);
    if (entry === undefined) throw new RangeError(`${path} was not found`);
    return entry;
  }

  test("brings a delivery back and proves it by its name and its digest", async () => {
    const entry = await lastGood();
    const toPath = join(root, "work", "orders.csv");
    const restored = await restoreFromHistory(site, entry, toPath, { sha256: sha256("october") });
    expect(restored).toEqual({ path: toPath, sizeBytes: 7, sha256: sha256("october") });
    expect(await readFile(toPath, "utf8")).toBe("october");
  });

  test("refuses content that is not what its name or the log says, and leaves the local file as it was", async () => {
    const entry = await lastGood();
    const toPath = join(root, "orders.csv");
    await writeFile(toPath, "the earlier one");
    const other = `${entry.sha256Prefix}${"0".repeat(56)}`;
    await expect(restoreFromHistory(site, entry, toPath, { sha256: other })).rejects.toMatchObject({
      code: "file.digest-mismatch",
      details: { path: entry.path, expected: other, got: sha256("october") },
    });
    await expect(
      restoreFromHistory(site, { ...entry, sha256Prefix: "00000000" }, toPath),
    ).rejects.toMatchObject({
      code: "file.digest-mismatch",
    });
    expect(await readFile(toPath, "utf8")).toBe("the earlier one");
  });
});

describe("a delivery", () => {
  test("goes from its arrival into the history and back, with the same bytes and the same digest", async () => {
    const clock = createFakeClock(november);
    await mkdir(join(root, "site", "inbox"));
    await writeFile(join(root, "site", "inbox", "orders.csv"), "november");
    const orders = { name: "orders", matches: (fileName: string) => fileName === "orders.csv" };

    const { arrivals } = await awaitDeliveries(
      site,
      { folder: "/inbox", feeds: [orders], deadlineMs: 90_000 },
      { clock },
    );
    for (const arrival of arrivals) {
      const fetched = await fetchFile(site, arrival, join(root, "work", "orders.csv"));
      const name = defineHistoryName().toPath({
        feed: arrival.feed,
        period: "2026-11",
        fileName: arrival.name,
        receivedAt: arrival.receivedAt,
        sha256: fetched.sha256,
      });
      const promotion = {
        source: arrival,
        sha256: fetched.sha256,
        localCopy: fetched.path,
        folder: "/history",
        name,
      };
      const kept = await promoteFile(site, promotion, { clock });
      const [found] = await findInHistory(site, history);
      expect(found).toMatchObject({ path: kept.path, receivedAt: november, period: "2026-11" });
      if (found === undefined) continue;
      expect(
        await restoreFromHistory(site, found, join(root, "back.csv"), { sha256: kept.sha256 }),
      ).toMatchObject({ sha256: fetched.sha256 });
    }
    expect(await readFile(join(root, "back.csv"), "utf8")).toBe("november");
  });
});
