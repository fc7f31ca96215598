import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileSite, SpmError, sha256 } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLocalSite } from "../site/local-site.js";
import { promoteFile } from "./promote-file.js";
import type { Promotion } from "./promotion.js";

const content = "order,amount\n1,10.00\n";
const name = "orders/2026-10/orders__20261101T040506Z__0123abcd.csv";
const second = name.replace(".csv", "__0002.csv");

let root: string;
let site: FileSite;
let promotion: Promotion;

const at = (path: string) => join(root, "site", path);
const read = (path: string) => readFile(at(path), "utf8");
const promote = (more: Partial<Promotion> = {}, through = site) =>
  promoteFile(through, { ...promotion, ...more }, { clock: createFakeClock() });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "promote-"));
  await mkdir(at("inbox"), { recursive: true });
  await writeFile(at("inbox/orders.csv"), content);
  await writeFile(join(root, "copy.csv"), content);
  await utimes(at("inbox/orders.csv"), 1_700_000_000, 1_700_000_000);
  site = createLocalSite({ root: join(root, "site") });
  promotion = {
    source: { path: "/inbox/orders.csv", sizeBytes: content.length, modifiedAt: 1_700_000_000_000 },
    sha256: sha256(content),
    localCopy: join(root, "copy.csv"),
    folder: "/history",
    name,
  };
});

afterEach(async () => {
  await site.close();
  await rm(root, { recursive: true });
});

/** Puts something at a path of the history. */
async function occupy(path: string, text: string): Promise<void> {
  await mkdir(at("history/orders/2026-10"), { recursive: true });
  await writeFile(at(`history/${path}`), text);
}

describe("promoteFile", () => {
  test("moves the file and tells where it is", async () => {
    expect(await promote()).toEqual({
      path: `/history/${name}`,
      sizeBytes: content.length,
      sha256: sha256(content),
      how: "renamed",
      restored: false,
      source: "gone",
      passedOver: [],
      rounds: 2,
    });
    expect(await read(`history/${name}`)).toBe(content);
    expect(await readdir(at("inbox"))).toEqual([]);
  });

  test("finds it done when it is called again, also when the customer has delivered again", async () => {
    await promote();
    expect(await promote()).toMatchObject({ how: "found-done", source: "gone", rounds: 1 });
    await writeFile(at("inbox/orders.csv"), "the next delivery");
    expect(await promote()).toMatchObject({ how: "found-done", source: "replaced" });
    expect(await read("inbox/orders.csv")).toBe("the next delivery");
  });

  test("leaves a stranger's file alone and takes the next name, also when it starts again", async () => {
    await occupy(name, "a stranger's");
    const expected = { path: `/history/${second}`, passedOver: [`/history/${name}`] };
    expect(await promote()).toMatchObject({ ...expected, how: "renamed" });
    expect(await promote()).toMatchObject({ ...expected, how: "found-done" });
    await writeFile(at("inbox/orders.csv"), "the next delivery");
    expect(await promote()).toMatchObject({ ...expected, how: "found-done", source: "replaced" });
    expect(await read(`history/${name}`)).toBe("a stranger's");
    expect(await read(`history/${second}`)).toBe(content);
  });

  test("gives up by name when every candidate is taken", async () => {
    await occupy(name, "a stranger's");
    for (let candidate = 2; candidate <= 20; candidate += 1) {
      await occupy(name.replace(".csv", `__${String(candidate).padStart(4, "0")}.csv`), "a stranger's");
    }
    await expect(promote()).rejects.toMatchObject({
      code: "file.ambiguous",
      message: expect.stringContaining("20 names"),
    });
    expect(await read("inbox/orders.csv")).toBe(content);
  });

  test("finishes a move that left both names", async () => {
    await occupy("kept", "");
    await link(at("inbox/orders.csv"), at(`history/${name}`));
    expect(await promote({ verify: "stat" })).toMatchObject({ how: "found-done", source: "gone" });
    expect(await readdir(at("inbox"))).toEqual([]);
    expect(await read(`history/${name}`)).toBe(content);
  });

  test("removes no source that only looks like the kept file", async () => {
    await promote();
    await writeFile(at("inbox/orders.csv"), content.replace("10", "99"));
    await utimes(at("inbox/orders.csv"), 1_700_000_000, 1_700_000_000);
    expect(await promote()).toMatchObject({ how: "found-done", source: "replaced" });
    expect(await read("inbox/orders.csv")).toContain("99");
  });

  test("brings the validated bytes from the local copy when the source was replaced", async () => {
    await writeFile(at("inbox/orders.csv"), "the next delivery");
    expect(await promote()).toMatchObject({ how: "superseded", restored: false, source: "replaced" });
    expect(await read(`history/${name}`)).toBe(content);
    expect(await read("inbox/orders.csv")).toBe("the next delivery");
    expect(await promote()).toMatchObject({ how: "found-done" });
  });

  test("restores from the local copy what vanished, after looking several times", async () => {
    await rm(at("inbox/orders.csv"));
    expect(await promote()).toMatchObject({ how: "restored", restored: true, source: "gone", rounds: 5 });
    expect(await read(`history/${name}`)).toBe(content);
  });

  test.each([
    ["none is named", undefined],
    ["it is gone", "/nowhere/copy.csv"],
  ])("asks a person about a vanished file without a local copy: %s", async (_, localCopy) => {
    await rm(at("inbox/orders.csv"));
    await expect(promote({ localCopy })).rejects.toMatchObject({
      code: "file.ambiguous",
      details: { found: `nothing at /inbox/orders.csv, nothing at /history/${name}` },
    });
  });

  test("puts no local copy on the site that is not what was validated", async () => {
    await rm(at("inbox/orders.csv"));
    await writeFile(join(root, "copy.csv"), "spoiled");
    await expect(promote()).rejects.toMatchObject({ code: "file.digest-mismatch" });
    expect(await readdir(at("history/orders/2026-10"))).toEqual([]);
  });

  test("tells when what it moved was replaced in the last moment, and keeps both", async () => {
    const lookalike = content.replace("10", "99");
    const racing: FileSite = {
      ...site,
      rename: async (from, to, call) => {
        await writeFile(at("inbox/new"), lookalike);
        await utimes(at("inbox/new"), 1_700_000_000, 1_700_000_000);
        await rename(at("inbox/new"), at("inbox/orders.csv"));
        await site.rename(from, to, call);
      },
    };
    await expect(promote({}, racing)).rejects.toMatchObject({
      code: "file.ambiguous",
      details: { found: `nothing at /inbox/orders.csv, other content at /history/${name}` },
    });
    expect(await promote()).toMatchObject({ how: "restored", passedOver: [`/history/${name}`] });
    expect(await read(`history/${name}`)).toBe(lookalike);
    expect(await read(`history/${second}`)).toBe(content);
  });

  test("reads the kept file only when it is asked to prove it by hash", async () => {
    const reads: string[] = [];
    const counting: FileSite = {
      ...site,
      read: (path, call) => {
        reads.push(path);
        return site.read(path, call);
      },
    };
    await promote({ verify: "stat" }, counting);
    expect(reads).toEqual([]);
    await promote({}, counting);
    expect(reads).toEqual([`/history/${name}`]);
  });

  test("lets the failure out when the site stays silent", async () => {
    const failure = new SpmError("remote.unavailable", "no answer", { operation: "stat" });
    const silent: FileSite = { ...site, stat: () => Promise.reject(failure) };
    await expect(promote({}, silent)).rejects.toBe(failure);
  });

  test("gives up on a server that says yes and does nothing", async () => {
    const lying: FileSite = { ...site, rename: async () => undefined };
    await expect(promote({}, lying)).rejects.toMatchObject({
      code: "file.ambiguous",
      details: { found: `the validated file at /inbox/orders.csv, nothing at /history/${name}` },
    });
  });

  test("lets out a refusal, which no further look would change", async () => {
    const refusal = new SpmError("file.refused", "read only", { path: "/history", reason: "permission" });
    const readOnly: FileSite = { ...site, makeFolder: () => Promise.reject(refusal) };
    await expect(promote({}, readOnly)).rejects.toBe(refusal);
  });

  test("moves nothing onto itself and nothing out of its folder", async () => {
    await expect(promote({ folder: "/INBOX", name: "orders.csv" })).rejects.toMatchObject({
      code: "config.invalid",
    });
    await expect(promote({ name: "../orders.csv" })).rejects.toMatchObject({ code: "config.invalid" });
    expect(await read("inbox/orders.csv")).toBe(content);
  });

  test("ends an abort with the signal's own reason", async () => {
    const reason = new Error("the run was cancelled");
    await expect(promoteFile(site, promotion, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
