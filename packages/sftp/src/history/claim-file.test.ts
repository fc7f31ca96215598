import { readdir, readFile } from "node:fs/promises";
import { type FileSite, isSpmError, SpmError } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isTemporaryName } from "../arrival/temporary-name.js";
import { claimFile } from "./claim-file.js";
import { parseClaimName, toClaimName } from "./claim-name.js";
import { type ClaimedFile, listClaims } from "./list-claims.js";
import { type KeptFiles, openKeptFiles } from "./testing/kept-files.js";

let files: KeptFiles;

beforeEach(async () => {
  files = await openKeptFiles();
  await files.put("/inbox/orders.csv", "order\n1\n");
});

afterEach(async () => files[Symbol.asyncDispose]());

async function claim(id = "night-1", through: FileSite = files.site): Promise<ClaimedFile> {
  const source = await files.site.stat("/inbox/orders.csv");
  if (source === undefined) throw new RangeError("nothing lies there");
  return claimFile(through, { source, id }, { clock: createFakeClock() });
}

describe("claimFile", () => {
  test("takes a delivery under a name that nobody takes for a delivery", async () => {
    const claimed = await claim();
    expect(claimed).toMatchObject({ id: "night-1", fileName: "orders.csv", sizeBytes: 8 });
    expect(claimed.path).toMatch(/^\/inbox\/\.claims\/\.claim__night-1__[0-9a-f-]{36}__orders\.csv$/);
    expect(isTemporaryName(claimed.path.slice("/inbox/.claims/".length))).toBe(true);
    expect(await readdir(files.at("/inbox"))).toEqual([".claims"]);
    expect(await readFile(files.at(claimed.path), "utf8")).toBe("order\n1\n");
  });

  test("finds its claim when it is called again, whatever was delivered since", async () => {
    const source = await files.site.stat("/inbox/orders.csv");
    if (source === undefined) throw new RangeError("nothing lies there");
    const claimed = await claimFile(files.site, { source, id: "night-1" });
    await files.put("/inbox/orders.csv", "order\n2\n3\n");
    expect(await claimFile(files.site, { source, id: "night-1" })).toEqual(claimed);
    const next = await claim("night-2");
    expect(await listClaims(files.site, "/inbox/.claims")).toEqual(expect.arrayContaining([claimed, next]));
    expect(await readFile(files.at(next.path), "utf8")).toBe("order\n2\n3\n");
  });

  test("never asks twice for the same name", async () => {
    const targets: string[] = [];
    const lossy: FileSite = {
      ...files.site,
      rename: async (from, to, call) => {
        targets.push(to);
        if (targets.length === 3) return files.site.rename(from, to, call);
        throw new SpmError("remote.unknown", "the answer was lost", { operation: "rename" });
      },
    };
    expect((await claim("night-1", lossy)).path).toBe(targets[2]);
    expect(new Set(targets).size).toBe(3);
  });

  test("claims nothing that is not what arrived", async () => {
    const source = await files.site.stat("/inbox/orders.csv");
    if (source === undefined) throw new RangeError("nothing lies there");
    await files.put("/inbox/orders.csv", "order\n2\n3\n");
    const clock = createFakeClock();
    await expect(claimFile(files.site, { source, id: "a" }, { clock })).rejects.toMatchObject({
      code: "file.changed",
      details: { path: "/inbox/orders.csv", expectedBytes: 8, gotBytes: 10 },
    });
    await files.site.remove("/inbox/orders.csv");
    await expect(claimFile(files.site, { source, id: "a" }, { clock })).rejects.toMatchObject({
      code: "file.not-found",
    });
    expect(await listClaims(files.site, "/inbox/.claims")).toEqual([]);
  });

  test("gives up on a server that says yes and does nothing, and on a silent one", async () => {
    const lying: FileSite = { ...files.site, rename: async () => undefined };
    await expect(claim("night-1", lying)).rejects.toSatisfy((error) => isSpmError(error, "file.ambiguous"));
    const silence = new SpmError("remote.unavailable", "no answer", { operation: "stat" });
    const silent: FileSite = { ...files.site, stat: () => Promise.reject(silence) };
    await expect(claim("night-1", silent)).rejects.toBe(silence);
  });

  test.each([
    ["an id with a mark of its own", { id: "a__b" }],
    [
      "a name that is too long",
      { source: { path: `/inbox/${"x".repeat(161)}`, sizeBytes: 1, modifiedAt: 1 } },
    ],
  ])("refuses %s", async (_, wrong) => {
    const source = { path: "/inbox/orders.csv", sizeBytes: 8, modifiedAt: 1 };
    await expect(claimFile(files.site, { source, id: "a", ...wrong })).rejects.toMatchObject({
      code: "config.invalid",
    });
  });
});

describe("listClaims", () => {
  test("leaves out what is no claim, and finds none where no folder is", async () => {
    await files.put("/inbox/.claims/notes.txt", "a person's");
    await claim();
    expect(await listClaims(files.site, "/inbox/.claims")).toHaveLength(1);
    expect(await listClaims(files.site, "/nowhere")).toEqual([]);
  });

  test("reads back what a claim name was made of, also from a name with marks in it", () => {
    const parts = { id: "night-1", fileName: "a__b__c.csv" };
    expect(parseClaimName(toClaimName(parts, "0f"))).toEqual(parts);
    expect(parseClaimName(".claim__night-1__orders.csv")).toBeUndefined();
  });
});
