import { mkdir, readdir, readFile, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startSandboxSite } from "./sandbox-site-fixture.js";

const BIG = new Uint8Array(1_000_000).map((_, index) => index % 251);

async function* oneByOne(...pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function collectAll(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe("a lost answer", () => {
  test("to a rename is unknown, and a look tells that it happened", async () => {
    await using sandboxSite = await startSandboxSite();
    await writeFile(join(sandboxSite.root, "a.csv"), "kept");
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.loseReplyAfter("RENAME");
    await expect(site.rename("/a.csv", "/b.csv")).rejects.toMatchObject({
      code: "remote.unknown",
      details: { operation: "rename /a.csv" },
    });
    expect(await site.stat("/a.csv")).toBeUndefined();
    expect(await site.stat("/b.csv")).toMatchObject({ sizeBytes: 4 });
  });

  test("to a rename that the server never saw is unknown too, and a look tells that it did not happen", async () => {
    await using sandboxSite = await startSandboxSite();
    await writeFile(join(sandboxSite.root, "a.csv"), "kept");
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.cutBefore("RENAME");
    await expect(site.rename("/a.csv", "/b.csv")).rejects.toMatchObject({ code: "remote.unknown" });
    expect(await site.stat("/a.csv")).toMatchObject({ sizeBytes: 4 });
    expect(await site.stat("/b.csv")).toBeUndefined();
  });

  test("to a remove or a new folder is unknown", async () => {
    await using sandboxSite = await startSandboxSite();
    await writeFile(join(sandboxSite.root, "a.csv"), "x");
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.loseReplyAfter("REMOVE");
    await expect(site.remove("/a.csv")).rejects.toMatchObject({ code: "remote.unknown" });
    sandboxSite.sandbox.faults.loseReplyAfter("MKDIR");
    await expect(site.makeFolder("/new")).rejects.toMatchObject({ code: "remote.unknown" });
    expect(await readdir(sandboxSite.root)).toEqual(["new"]);
  });

  test("to a question is only unavailable", async () => {
    await using sandboxSite = await startSandboxSite();
    await writeFile(join(sandboxSite.root, "a.csv"), BIG);
    const site = await sandboxSite.open();
    const { faults } = sandboxSite.sandbox;
    faults.loseReplyAfter("LSTAT");
    await expect(site.stat("/a.csv")).rejects.toMatchObject({ code: "remote.unavailable", retryable: true });
    faults.cutBefore("READDIR");
    const listing = async () => {
      for await (const entry of site.list("/")) expect(entry).toBeUndefined();
    };
    await expect(listing()).rejects.toMatchObject({ code: "remote.unavailable" });
    const { bytes } = await site.read("/a.csv");
    faults.cutBefore("READ", 7);
    await expect(collectAll(bytes)).rejects.toMatchObject({ code: "remote.unavailable" });
  });

  test("during an upload leaves nothing under the final name", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.cutBefore("WRITE", 5);
    await expect(site.write("/a.csv", oneByOne(BIG))).rejects.toMatchObject({ code: "remote.unavailable" });
    expect(await site.stat("/a.csv")).toBeUndefined();
    expect(await readdir(sandboxSite.root)).toEqual([expect.stringMatching(/^\.a\.csv\..*\.part$/)]);
  });

  test("to the last rename of an upload is unknown, and the file is whole", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.loseReplyAfter("RENAME");
    await expect(site.write("/a.csv", oneByOne(BIG))).rejects.toMatchObject({ code: "remote.unknown" });
    expect(Buffer.compare(await readFile(join(sandboxSite.root, "a.csv")), BIG)).toBe(0);
  });

  test("fails every call that waits on the same connection", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.cutBefore("LSTAT", 3);
    const stats = ["/a", "/b", "/c", "/d", "/e"].map((path) => site.stat(path));
    const outcomes = await Promise.allSettled(stats);
    expect(outcomes.map(({ status }) => status).slice(2)).toEqual(["rejected", "rejected", "rejected"]);
  });
});

describe("after a lost connection", () => {
  test("the next calls share one new connection", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.cutBefore("LSTAT");
    await expect(site.stat("/")).rejects.toMatchObject({ code: "remote.unavailable" });
    const stats = await Promise.all([site.stat("/"), site.stat("/"), site.stat("/")]);
    expect(stats.map((stat) => stat?.kind)).toEqual(["folder", "folder", "folder"]);
    expect(sandboxSite.sandbox.connections).toBe(2);
  });
});

describe("a server of another kind", () => {
  test("that sends fewer bytes than asked is asked again", async () => {
    await using sandboxSite = await startSandboxSite();
    await writeFile(join(sandboxSite.root, "a.csv"), BIG);
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.shortReads = true;
    expect(Buffer.compare(await collectAll((await site.read("/a.csv")).bytes), BIG)).toBe(0);
  });

  test("that ends a file early is found out", async () => {
    await using sandboxSite = await startSandboxSite();
    await writeFile(join(sandboxSite.root, "a.csv"), BIG);
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.earlyEof = true;
    const { bytes } = await site.read("/a.csv");
    await expect(collectAll(bytes)).rejects.toMatchObject({
      code: "file.changed",
      details: { gotBytes: 500_000 },
    });
  });

  test("that overwrites by rename is not let to", async () => {
    await using sandboxSite = await startSandboxSite();
    await writeFile(join(sandboxSite.root, "a.csv"), "source");
    await writeFile(join(sandboxSite.root, "b.csv"), "target");
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.renameOverwrites = true;
    await expect(site.rename("/a.csv", "/b.csv")).rejects.toMatchObject({ code: "file.exists" });
    await expect(site.write("/b.csv", oneByOne(BIG))).rejects.toMatchObject({ code: "file.exists" });
    expect(await readFile(join(sandboxSite.root, "b.csv"), "utf8")).toBe("target");
    expect(await readdir(sandboxSite.root)).toEqual(["a.csv", "b.csv"]);
  });

  test("that refuses says so, and an unfinished upload is taken away", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.refuse("WRITE", 4);
    await expect(site.write("/a.csv", oneByOne(BIG))).rejects.toMatchObject({ code: "file.refused" });
    sandboxSite.sandbox.faults.clear();
    sandboxSite.sandbox.faults.refuse("RENAME", 3);
    await expect(site.write("/a.csv", oneByOne(BIG))).rejects.toMatchObject({ code: "file.refused" });
    sandboxSite.sandbox.faults.clear();
    sandboxSite.sandbox.faults.refuse("MKDIR", 8);
    await expect(site.makeFolder("/new")).rejects.toMatchObject({ code: "operation.unsupported" });
    expect(await readdir(sandboxSite.root)).toEqual([]);
  });

  test("that would remove a folder like a file is not asked to", async () => {
    await using sandboxSite = await startSandboxSite();
    await mkdir(join(sandboxSite.root, "inbox"));
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.refuse("REMOVE", 8);
    await expect(site.remove("/inbox")).rejects.toMatchObject({ details: { reason: "a folder" } });
  });

  test("that answers a look at a wanted name with a refusal does not get the name taken for free", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open();
    sandboxSite.sandbox.faults.refuse("LSTAT", 3);
    await expect(site.write("/a.csv", oneByOne(BIG))).rejects.toMatchObject({ code: "file.refused" });
    expect(await readdir(sandboxSite.root)).toEqual([]);
  });
});

describe("what a server holds open for us", () => {
  test("is given back when a list or a file is left early, or a call is aborted", async () => {
    await using sandboxSite = await startSandboxSite();
    const { root, sandbox } = sandboxSite;
    await writeFile(join(root, "a.csv"), BIG);
    for (let index = 0; index < 300; index += 1) await writeFile(join(root, `${index}.csv`), "");
    const site = await sandboxSite.open();
    for await (const _ of site.list("/")) break;
    for await (const _ of (await site.read("/a.csv")).bytes) break;
    const abort = new AbortController();
    const { bytes } = await site.read("/a.csv", { signal: abort.signal });
    const reading = collectAll(bytes);
    const reason = new TypeError("the operator left");
    setImmediate(() => abort.abort(reason));
    await expect(reading).rejects.toBe(reason);
    await site.stat("/");
    await site.stat("/");
    expect(sandbox.openHandles).toBe(0);
  });
});

describe("a file that changes while it is read", () => {
  test("by shrinking is found out at once", async () => {
    await using sandboxSite = await startSandboxSite();
    const local = join(sandboxSite.root, "a.csv");
    await writeFile(local, BIG);
    const site = await sandboxSite.open({ requestsInFlight: 2 });
    const { bytes } = await site.read("/a.csv");
    const reading = async () => {
      for await (const _ of bytes) await truncate(local, 100_000);
    };
    await expect(reading()).rejects.toMatchObject({ code: "file.changed" });
  });

  test("by growing, or at the same size, is found out at the end", async () => {
    await using sandboxSite = await startSandboxSite();
    const local = join(sandboxSite.root, "a.csv");
    const site = await sandboxSite.open();
    for (const change of [() => writeFile(local, "longer than it was"), () => utimes(local, 1, 1)]) {
      await writeFile(local, "as it was");
      const { bytes } = await site.read("/a.csv");
      const reading = async () => {
        for await (const _ of bytes) await change();
      };
      await expect(reading()).rejects.toMatchObject({ code: "file.changed" });
    }
  });
});

describe("names that a server sends", () => {
  test("are told but never followed when they lead out of the folder, or are nothing", async () => {
    await using sandboxSite = await startSandboxSite();
    const names = ["../outside.csv", "inner/file.csv", "", "..."];
    sandboxSite.sandbox.faults.inventedNames = names;
    const site = await sandboxSite.open();
    const told: string[] = [];
    for await (const { path, kind } of site.list("/")) told.push(`${kind} ${path}`);
    expect(told).toEqual(["other /../outside.csv", "other /inner/file.csv", "other /", "file /..."]);
    await expect(site.read("/../outside.csv")).rejects.toMatchObject({ code: "file.refused" });
  });

  test("are two where an accent is composed in one and decomposed in the other, each with its bytes", async () => {
    await using sandboxSite = await startSandboxSite();
    const names = ["/caf\u00e9.csv", "/cafe\u0301.csv"];
    for (const name of names) await writeFile(join(sandboxSite.root, name), name);
    const site = await sandboxSite.open();
    const told: string[] = [];
    for await (const { path } of site.list("/")) told.push(path);
    expect(told.sort()).toEqual([...names].sort());
    for (const name of told) {
      expect((await collectAll((await site.read(name)).bytes)).toString()).toBe(name);
    }
  });

  test("are listed but never followed when they could mislead", async () => {
    await using sandboxSite = await startSandboxSite();
    const { root } = sandboxSite;
    await writeFile(join(root, "line\nbreak.csv"), "x");
    await writeFile(join(root, "right-to-left-\u202evsc.exe"), "x");
    await writeFile(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), "x");
    await mkdir(join(root, "plain"));
    const site = await sandboxSite.open();
    const kinds = new Map<string, string>();
    for await (const { path, kind } of site.list("/")) kinds.set(path, kind);
    expect(Object.fromEntries(kinds)).toEqual({
      "/line\nbreak.csv": "other",
      "/right-to-left-\u202evsc.exe": "other",
      "/caf\ufffd": "other",
      "/plain": "folder",
    });
    for (const path of kinds.keys()) {
      if (path !== "/plain") await expect(site.read(path)).rejects.toMatchObject({ code: "file.refused" });
    }
  });
});
