import { mkdir, mkdtemp, readdir, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSpmError } from "@spm-ops/core";
import { describeFileSiteContract } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLocalSite } from "./local-site.js";

describeFileSiteContract("the local site", async () => {
  const root = await mkdtemp(join(tmpdir(), "local-site-"));
  await mkdir(join(root, "inbox"));
  const site = createLocalSite({ root });
  return {
    site,
    folder: "/inbox",
    async close() {
      await site.close();
      await rm(root, { recursive: true });
    },
  };
});

describe("createLocalSite", () => {
  let outside: string;
  let root: string;
  beforeEach(async () => {
    outside = await realpath(await mkdtemp(join(tmpdir(), "local-site-")));
    root = join(outside, "root");
    await mkdir(root);
    await writeFile(join(outside, "private.csv"), "private");
  });
  afterEach(async () => rm(outside, { recursive: true }));

  test("follows no link out of its root, whatever is asked", async () => {
    await symlink(outside, join(root, "way-out"));
    await symlink(join(outside, "private.csv"), join(root, "link.csv"));
    const site = createLocalSite({ root });
    const listing = async () => {
      for await (const entry of site.list("/way-out")) expect(entry).toBeUndefined();
    };
    await expect(listing()).rejects.toMatchObject({ code: "file.refused" });
    await expect(site.read("/way-out/private.csv")).rejects.toMatchObject({ code: "file.refused" });
    await expect(site.read("/link.csv")).rejects.toMatchObject({ code: "file.refused" });
    await expect(site.remove("/way-out/private.csv")).rejects.toMatchObject({ code: "file.refused" });
    await expect(site.makeFolder("/way-out/new")).rejects.toMatchObject({ code: "file.refused" });
    await expect(site.write("/way-out/new.csv", nothing())).rejects.toMatchObject({ code: "file.refused" });
    expect(await readdir(outside)).toEqual(["private.csv", "root"]);
  });

  test("tells a link as other, and a broken one still takes its name", async () => {
    await symlink(join(root, "nowhere"), join(root, "link.csv"));
    const site = createLocalSite({ root });
    expect(await site.stat("/link.csv")).toMatchObject({ kind: "other" });
    await expect(site.write("/link.csv", nothing())).rejects.toMatchObject({ code: "file.exists" });
  });

  test("says that a file changed while it was read", async () => {
    await writeFile(join(root, "a.csv"), new Uint8Array(1_000_000));
    const site = createLocalSite({ root });
    const { bytes } = await site.read("/a.csv");
    let told: unknown;
    try {
      for await (const _ of bytes) await truncate(join(root, "a.csv"), 300_000);
    } catch (error) {
      told = error;
    }
    expect(isSpmError(told, "file.changed") && told.details.expectedBytes).toBe(1_000_000);
  });

  test("says that a file grew while it was read", async () => {
    await writeFile(join(root, "a.csv"), "abc");
    const { bytes } = await createLocalSite({ root }).read("/a.csv");
    const growing = async () => {
      for await (const _ of bytes) await writeFile(join(root, "a.csv"), "abcdef");
    };
    await expect(growing()).rejects.toMatchObject({ code: "file.changed" });
  });

  test("lists a name that is not UTF-8 as other, and refuses to touch it", async () => {
    await writeFile(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), "x");
    const site = createLocalSite({ root });
    const entries = [];
    for await (const entry of site.list("/")) entries.push(entry);
    expect(entries).toEqual([{ path: "/caf\ufffd", kind: "other", sizeBytes: 0, modifiedAt: 0 }]);
    await expect(site.remove("/caf\ufffd")).rejects.toMatchObject({ code: "file.refused" });
  });

  test("is known by its folder, or by the name it was given", () => {
    expect(createLocalSite({ root }).name).toBe(root);
    expect(createLocalSite({ root, name: "the archive" }).name).toBe("the archive");
  });

  test("refuses options that it does not know", () => {
    const options = { root: "", folder: "/x" };
    expect(() => createLocalSite(options)).toThrow(/root.*\n.*folder/s);
  });
});

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [] as Uint8Array[];
}
