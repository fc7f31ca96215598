import { writeFile } from "node:fs/promises";
import { type FileSite, type FileStat, sha256 } from "@spm-ops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findKnownContent, type IndexedDelivery, rebuildIndex } from "./rebuild-index.js";
import { type KeptFiles, openKeptFiles } from "./testing/kept-files.js";

const receivedAt = Date.UTC(2026, 10, 1);

let files: KeptFiles;

beforeEach(async () => {
  files = await openKeptFiles();
});

afterEach(async () => files[Symbol.asyncDispose]());

async function rebuild(readContent = false): Promise<readonly IndexedDelivery[]> {
  const index: IndexedDelivery[] = [];
  const query = { folder: "/history", feeds: ["orders", "accounts"] };
  for await (const each of rebuildIndex(files.site, query, { readContent })) index.push(each);
  return index;
}

async function listInbox(): Promise<readonly FileStat[]> {
  const found: FileStat[] = [];
  for await (const each of files.site.list("/inbox")) found.push(each);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

describe("rebuildIndex", () => {
  test("learns from the names alone what each feed has", async () => {
    const accounts = await files.keep({ content: "accounts", receivedAt, feed: "accounts" });
    const orders = await files.keep({ content: "orders", receivedAt });
    const index = await rebuild();
    expect(index.map(({ path }) => path)).toEqual([orders, accounts]);
    expect(index[0]).toMatchObject({
      feed: "orders",
      receivedAt,
      sha256Prefix: sha256("orders").slice(0, 8),
    });
    expect(index[0]).not.toHaveProperty("sha256");
  });

  test("reads the content where it is asked to, and tells what is not what its name says", async () => {
    const spoiled = await files.keep({ content: "spoiled", receivedAt: receivedAt + 1_000 });
    const sound = await files.keep({ content: "sound", receivedAt });
    await writeFile(files.at(spoiled), "SPOILED");
    expect(await rebuild(true)).toMatchObject([
      { path: spoiled, sha256: sha256("SPOILED"), isIntact: false },
      { path: sound, sha256: sha256("sound"), isIntact: true },
    ]);
  });
});

describe("findKnownContent", () => {
  test("tells what in an inbox was delivered before, by its bytes, and reads no other sizes", async () => {
    const kept = await files.keep({ content: "order 1", receivedAt });
    await files.put("/inbox/again.csv", "order 1");
    await files.put("/inbox/alike.csv", "order 2");
    await files.put("/inbox/longer.csv", "order 10");
    const reads: string[] = [];
    const watched: FileSite = {
      ...files.site,
      read: (path, call) => {
        reads.push(path);
        return files.site.read(path, call);
      },
    };
    expect(await findKnownContent(watched, await listInbox(), await rebuild())).toEqual([
      { path: "/inbox/again.csv", sha256: sha256("order 1"), keptAs: [kept] },
    ]);
    expect(reads).toEqual(["/inbox/again.csv", kept, "/inbox/alike.csv"]);
  });

  test("takes the first digits of a digest for no proof", async () => {
    const kept = await files.keep({ content: "order 1", receivedAt });
    await writeFile(files.at(kept), "ORDER 1");
    await files.put("/inbox/again.csv", "order 1");
    expect(await findKnownContent(files.site, await listInbox(), await rebuild())).toEqual([]);
  });
});
