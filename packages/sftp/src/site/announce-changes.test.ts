import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileSite } from "@spm-ops/core";
import { describeFileSiteContract } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { announceChanges, describeChange, observeOnly } from "./announce-changes.js";
import { createLocalSite } from "./local-site.js";

async function* text(words: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(words);
}

async function startFolder() {
  const root = await mkdtemp(join(tmpdir(), "announced-"));
  await mkdir(join(root, "inbox"));
  await writeFile(join(root, "inbox", "a.csv"), "kept");
  const close = async () => rm(root, { recursive: true });
  return { root, site: createLocalSite({ root }), close, [Symbol.asyncDispose]: close };
}

describeFileSiteContract("a site whose changes are announced", async () => {
  const { root, site, close } = await startFolder();
  await rm(join(root, "inbox", "a.csv"));
  return { site: announceChanges(site, () => undefined), folder: "/inbox", close };
});

const changes = (site: FileSite) => [
  () => site.write("/inbox/b.csv", text("b")),
  () => site.rename("/inbox/a.csv", "/inbox/c.csv"),
  () => site.remove("/inbox/a.csv"),
  () => site.makeFolder("/history"),
];

describe("announceChanges", () => {
  test("tells each change before it is made, and none of what is only read", async () => {
    await using folder = await startFolder();
    const told: string[] = [];
    const site = announceChanges(folder.site, async (change) => {
      told.push(
        `${describeChange(change)} while there is ${(await readdir(join(folder.root, "inbox"))).join()}`,
      );
    });
    await site.stat("/inbox/a.csv");
    await site.read("/inbox/a.csv");
    for await (const _ of site.list("/inbox"));
    await site.write("/inbox/b.csv", text("b"));
    await site.rename("/inbox/a.csv", "/inbox/c.csv");
    expect(told).toEqual([
      'write "/inbox/b.csv" while there is a.csv',
      'rename "/inbox/a.csv" to "/inbox/c.csv" while there is a.csv,b.csv',
    ]);
  });

  test("makes no change that the announcement refuses", async () => {
    await using folder = await startFolder();
    const refusal = new TypeError("the operator said no");
    const site = announceChanges(folder.site, async () => {
      throw refusal;
    });
    for (const change of changes(site)) await expect(change()).rejects.toBe(refusal);
    expect(await readdir(folder.root, { recursive: true })).toEqual(["inbox", "inbox/a.csv"]);
  });
});

test("observeOnly reads, and refuses every change by its name", async () => {
  await using folder = await startFolder();
  const site = observeOnly(folder.site);
  expect(await site.stat("/inbox/a.csv")).toMatchObject({ sizeBytes: 4 });
  for (const change of changes(site)) {
    await expect(change()).rejects.toMatchObject({ code: "operation.unsupported" });
  }
  await expect(site.remove("/inbox/a.csv")).rejects.toThrow('remove "/inbox/a.csv"');
  expect(await readdir(folder.root, { recursive: true })).toEqual(["inbox", "inbox/a.csv"]);
});
