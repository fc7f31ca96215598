import { readFile, writeFile } from "node:fs/promises";
import { sha256 } from "@spm-ops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HistoryVersion, restoreVersion } from "./restore-version.js";
import { type KeptFiles, openKeptFiles } from "./testing/kept-files.js";

const day = (date: number) => Date.UTC(2026, 10, date);

let files: KeptFiles;
let yesterday: string;

beforeEach(async () => {
  files = await openKeptFiles();
  await files.keep({ content: "third last", receivedAt: day(1) });
  yesterday = await files.keep({ content: "yesterday's", receivedAt: day(2) });
  await files.keep({ content: "today's", receivedAt: day(3) });
});

afterEach(async () => files[Symbol.asyncDispose]());

const restore = (version: HistoryVersion, period?: string) =>
  restoreVersion(files.site, { folder: "/history", feed: "orders", period }, version, {
    toPath: files.local("work/orders.csv"),
  });

describe("restoreVersion", () => {
  test.each<readonly [string, HistoryVersion]>([
    ["how far to step back", { stepsBack: 1 }],
    ["a moment", { asOf: day(3) - 1 }],
    ["its content", { sha256: sha256("yesterday's") }],
  ])("brings yesterday's file again, by %s", async (_, version) => {
    const { entry, file } = await restore(version);
    expect(entry.path).toBe(yesterday);
    expect(file.sha256).toBe(sha256("yesterday's"));
    expect(await readFile(file.path, "utf8")).toBe("yesterday's");
  });

  test.each<readonly [string, HistoryVersion, string | undefined]>([
    ["so many versions", { stepsBack: 3 }, undefined],
    ["one so early", { asOf: day(1) - 1 }, undefined],
    ["the content", { sha256: sha256("never delivered") }, undefined],
    ["the period", { stepsBack: 0 }, "2026-09"],
  ])("says so when the history has not %s", async (_, version, period) => {
    await expect(restore(version, period)).rejects.toMatchObject({ code: "file.not-found" });
  });

  test("takes nothing whose content is not what its name says", async () => {
    await writeFile(files.at(yesterday), "YESTERDAY'S");
    await expect(restore({ stepsBack: 1 })).rejects.toMatchObject({ code: "file.digest-mismatch" });
    await expect(readFile(files.local("work/orders.csv"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("refuses a version that cannot be", async () => {
    await expect(restore({ stepsBack: -1 })).rejects.toMatchObject({ code: "config.invalid" });
  });
});
