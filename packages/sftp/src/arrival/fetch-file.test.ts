import { mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileSite, SpmError, sha256 } from "@spm-ops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLocalSite } from "../site/local-site.js";
import { type FetchProgress, type FileIdentity, fetchFile } from "./fetch-file.js";

const content = Buffer.alloc(1_000_000, "order,amount\n");

let root: string;
let site: FileSite;
let arrival: FileIdentity;
let toPath: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "fetch-"));
  await mkdir(join(root, "site"));
  site = createLocalSite({ root: join(root, "site") });
  await writeFile(join(root, "site", "orders.csv"), content);
  const stat = await site.stat("/orders.csv");
  if (stat === undefined)
    throw new SpmError("file.not-found", "the fixture is missing", { path: "/orders.csv" });
  arrival = stat;
  toPath = join(root, "work", "run-1", "orders.csv");
});

afterEach(async () => {
  await site.close();
  await rm(root, { recursive: true });
});

/** Lets something happen between the last byte and the last look. */
function afterReading(happens: () => Promise<unknown>): FileSite {
  return {
    ...site,
    async read(path, call) {
      const { stat, bytes } = await site.read(path, call);
      async function* andThen() {
        yield* bytes;
        await happens();
      }
      return { stat, bytes: andThen() };
    },
  };
}

describe("fetchFile", () => {
  test("brings the bytes and tells their digest and how far it is", async () => {
    const progress: FetchProgress[] = [];
    const fetched = await fetchFile(site, arrival, toPath, { onProgress: (told) => progress.push(told) });

    expect(fetched).toEqual({ path: toPath, sizeBytes: content.length, sha256: sha256(content) });
    expect(content.equals(await readFile(toPath))).toBe(true);
    expect(await readdir(join(root, "work", "run-1"))).toEqual(["orders.csv"]);
    expect(progress.at(-1)).toEqual({ receivedBytes: content.length, totalBytes: content.length });
  });

  test("replaces what an earlier call left", async () => {
    await fetchFile(site, arrival, toPath);
    await writeFile(toPath, "spoiled");
    await writeFile(`${toPath}.part`, "left behind by a crash");
    await fetchFile(site, arrival, toPath);
    expect(content.equals(await readFile(toPath))).toBe(true);
    expect(await readdir(join(root, "work", "run-1"))).toEqual(["orders.csv"]);
  });

  test.each([
    ["has another size", () => writeFile(join(root, "site", "orders.csv"), "new")],
    ["has another time", () => utimes(join(root, "site", "orders.csv"), 1, 1)],
  ])("refuses a file that %s than what arrived", async (_, change) => {
    await change();
    await expect(fetchFile(site, arrival, toPath)).rejects.toMatchObject({ code: "file.changed" });
    expect(await readdir(join(root, "work", "run-1"))).toEqual([]);
  });

  test.each([
    [
      "replaced",
      () =>
        writeFile(join(root, "site", "new"), "new").then(() =>
          rename(join(root, "site", "new"), join(root, "site", "orders.csv")),
        ),
    ],
    ["gone", () => rm(join(root, "site", "orders.csv"))],
  ])("keeps the earlier local file when the remote one is %s meanwhile", async (_, change) => {
    await fetchFile(site, arrival, toPath);
    await writeFile(toPath, "the earlier one");
    await expect(fetchFile(afterReading(change), arrival, toPath)).rejects.toMatchObject({
      code: "file.changed",
    });
    expect(await readFile(toPath, "utf8")).toBe("the earlier one");
    expect(await readdir(join(root, "work", "run-1"))).toEqual(["orders.csv"]);
  });

  test("says that the file is not there", async () => {
    await rm(join(root, "site", "orders.csv"));
    await expect(fetchFile(site, arrival, toPath)).rejects.toMatchObject({ code: "file.not-found" });
  });

  test("leaves nothing behind when it is aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("the run was cancelled");
    const fetching = fetchFile(site, arrival, toPath, {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(fetching).rejects.toBe(reason);
    expect(await readdir(join(root, "work", "run-1"))).toEqual([]);
  });
});
