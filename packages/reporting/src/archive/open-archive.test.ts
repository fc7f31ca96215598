import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sha256 } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ArchiveEntry } from "./archive-entry.js";
import { type Archive, openArchive } from "./open-archive.js";

const FOLDER = "production/2026/01/payout-preview/run-1";
const DAY_MS = 86_400_000;

let root: string;
let clock: ReturnType<typeof createFakeClock>;
let archive: Archive;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "spm-ops-archive-"));
  clock = createFakeClock();
  archive = openArchive({ root, clock });
});

afterEach(async () => {
  await archive.close();
  await rm(root, { recursive: true, force: true });
});

async function* inParts(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

function entry(changes: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    ...{ environment: "production", report: "payout-preview", runId: "run-1", period: "2026-01-05" },
    parameters: { region: "north" },
    files: [
      {
        name: "payouts.csv",
        mediaType: "text/csv",
        rows: 2,
        content: inParts("payee,amount\r\n", "A,1.50\r\n", "B,2\r\n"),
      },
      { name: "summary of the night.html", mediaType: "text/html", content: "<p>Fine</p>" },
    ],
    ...changes,
  };
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Changes an archived file as somebody would who is allowed to. */
async function tamper(path: string, text: string): Promise<void> {
  await chmod(join(root, path), 0o644);
  await writeFile(join(root, path), text);
}

describe("keep", () => {
  test("writes the files, a manifest and checksums that other tools check", async () => {
    const kept = await archive.keep(entry());
    expect(kept.folder).toBe(FOLDER);
    expect(await readdir(join(root, FOLDER))).toEqual([
      "SHA256SUMS",
      "manifest.json",
      "payouts.csv",
      "summary of the night.html",
    ]);
    const content = "payee,amount\r\nA,1.50\r\nB,2\r\n";
    expect(JSON.parse(await readFile(join(root, FOLDER, "manifest.json"), "utf8"))).toMatchObject({
      ...{ schemaVersion: 1, environment: "production", report: "payout-preview", runId: "run-1" },
      ...{ parameters: { region: "north" }, period: "2026-01-05", generatedAt: clock.now(), previous: null },
      files: [
        {
          name: "payouts.csv",
          mediaType: "text/csv",
          rows: 2,
          sizeBytes: content.length,
          sha256: sha256(content),
        },
        { name: "summary of the night.html" },
      ],
    });
    const { stdout } = await promisify(execFile)("sha256sum", ["-c", "SHA256SUMS"], {
      cwd: join(root, FOLDER),
    });
    expect(stdout).toBe("payouts.csv: OK\nsummary of the night.html: OK\nmanifest.json: OK\n");
    expect((await stat(join(root, FOLDER, "payouts.csv"))).mode & 0o777).toBe(0o444);
  });

  test("chains each report to the one before it, by report and environment", async () => {
    const first = await archive.keep(entry());
    clock.advance(40 * DAY_MS);
    const second = await archive.keep(entry({ runId: "run-2" }));
    const other = await archive.keep(entry({ report: "other" }));
    expect(second.folder).toBe("production/2026/02/payout-preview/run-2");
    expect(second.manifest).toMatchObject({ sequence: 2, previous: first.manifestSha256 });
    expect(other.manifest).toMatchObject({ sequence: 1, previous: null });
  });

  test("returns what is archived already, also in a later month, and writes nothing", async () => {
    const first = await archive.keep(entry());
    clock.advance(40 * DAY_MS);
    expect(await archive.keep(entry())).toEqual(first);
    expect(await archive.verify()).toEqual([]);
    expect(await readdir(join(root, "production", "2026"))).toEqual(["01"]);
  });

  test.each<[string, Partial<ArchiveEntry>]>([
    ["content", { files: [{ name: "payouts.csv", mediaType: "text/csv", content: "other" }] }],
    ["parameters", { parameters: { region: "south" } }],
    ["period", { period: "2026-01-06" }],
  ])("never replaces an archived report by one with another %s", async (_, changes) => {
    const first = await archive.keep(entry());
    await expect(archive.keep(entry(changes))).rejects.toMatchObject({ code: "file.exists" });
    expect(await archive.find(reference())).toEqual(first);
    expect(await archive.verify()).toEqual([]);
  });

  test("leaves nothing behind when a content fails, and succeeds the next time", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("half");
      throw new TypeError("the source broke");
    }
    const files = [{ name: "payouts.csv", mediaType: "text/csv", content: failing() }];
    await expect(archive.keep(entry({ files }))).rejects.toThrow("the source broke");
    expect(await readdir(join(root, "production/2026/01/payout-preview"))).toEqual([]);
    expect(await archive.find(reference())).toBeUndefined();
    await archive.keep(entry());
  });

  test("clears away what a killed attempt left, also in an earlier month", async () => {
    const left = join(root, "production/2025/12/payout-preview/.run-1.partial");
    await mkdir(left, { recursive: true });
    await writeFile(join(left, "payouts.csv"), "half", { mode: 0o444 });
    expect(await archive.verify()).toMatchObject([{ kind: "unfinished" }]);
    await archive.keep(entry());
    expect(await archive.verify()).toEqual([]);
  });

  test("takes reports one after the other when they come at once", async () => {
    const runs = ["run-1", "run-2", "run-3"];
    const kept = await Promise.all(runs.map((runId) => archive.keep(entry({ runId }))));
    expect(kept.map(({ manifest }) => manifest.sequence)).toEqual([1, 2, 3]);
    expect(await archive.verify()).toEqual([]);
  });

  test("stops when it is told to, and rethrows the reason", async () => {
    const controller = new AbortController();
    async function* aborting(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("a");
      controller.abort("enough");
      yield Buffer.from("b");
    }
    const files = [{ name: "a.txt", mediaType: "text/plain", content: aborting() }];
    await expect(archive.keep(entry({ files }), { signal: controller.signal })).rejects.toBe("enough");
    expect(await archive.find(reference())).toBeUndefined();
  });

  test("refuses names that are no folders or files, all at once", async () => {
    const content = "x";
    const mediaType = "text/plain";
    const names = ["../up", "manifest.json", ".hidden", "a\nb", "A.txt", "a.txt"];
    const files = names.map((name) => ({ name, mediaType, content }));
    const failure = archive.keep(entry({ runId: "../run", report: "", files }));
    await expect(failure).rejects.toMatchObject({ code: "config.invalid" });
    const { issues } = await failure.catch((error) => error.details);
    expect(issues.map((issue: string) => issue.split(":")[0])).toEqual([
      ...["report", "runId", "files.0.name", "files.1.name", "files.2.name", "files.3.name", "files"],
    ]);
    expect(() => openArchive({ root: "relative", clock })).toThrow("absolute");
  });

  test("does not continue a chain from a manifest that was changed", async () => {
    await archive.keep(entry());
    await tamper(`${FOLDER}/manifest.json`, "{}");
    await expect(archive.keep(entry({ runId: "run-2" }))).rejects.toMatchObject({
      code: "archive.damaged",
      details: { files: [`${FOLDER}/manifest.json`] },
    });
  });

  test("says so when its folder cannot be used", async () => {
    await writeFile(join(root, "production"), "a file in its place");
    await expect(archive.keep(entry())).rejects.toMatchObject({ code: "file.refused" });
  });
});

describe("open", () => {
  test("gives the bytes that were archived", async () => {
    await archive.keep(entry());
    const { file, bytes } = await archive.open(reference(), "payouts.csv");
    expect(file).toMatchObject({ rows: 2, mediaType: "text/csv" });
    expect(await textOf(bytes)).toBe("payee,amount\r\nA,1.50\r\nB,2\r\n");
  });

  test("gives nothing that is not what was archived", async () => {
    await archive.keep(entry());
    await tamper(`${FOLDER}/payouts.csv`, "payee,amount\r\nA,9999\r\n");
    await expect(archive.open(reference(), "payouts.csv")).rejects.toMatchObject({ code: "archive.damaged" });
    await rm(join(root, FOLDER, "SHA256SUMS"));
    await expect(archive.find(reference())).rejects.toMatchObject({ code: "archive.damaged" });
  });

  test("notices a change between its look and the last byte", async () => {
    await archive.keep(entry());
    const { bytes } = await archive.open(reference(), "payouts.csv");
    await tamper(`${FOLDER}/payouts.csv`, "changed");
    await expect(textOf(bytes)).rejects.toMatchObject({ code: "archive.damaged" });
  });

  test("knows no file that was not archived", async () => {
    await archive.keep(entry());
    await expect(archive.open(reference(), "other.csv")).rejects.toMatchObject({ code: "file.not-found" });
    await expect(archive.open({ ...reference(), runId: "run-9" }, "payouts.csv")).rejects.toMatchObject({
      code: "file.not-found",
    });
  });
});

describe("verify", () => {
  test("is content with an archive that is what it was, or is empty", async () => {
    expect(await archive.verify()).toEqual([]);
    await archive.keep(entry());
    await archive.keep(entry({ runId: "run-2" }));
    expect(await archive.verify()).toEqual([]);
  });

  test("names what is missing, changed and extra", async () => {
    await archive.keep(entry());
    await tamper(`${FOLDER}/payouts.csv`, "payee,amount\r\nA,1.50\r\nB,3\r\n");
    await rm(join(root, FOLDER, "summary of the night.html"));
    await writeFile(join(root, FOLDER, "more.csv"), "more");
    expect(await archive.verify()).toMatchObject([
      { kind: "changed", path: `${FOLDER}/payouts.csv` },
      { kind: "missing", path: `${FOLDER}/summary of the night.html` },
      { kind: "extra", path: `${FOLDER}/more.csv` },
    ]);
  });

  test("names manifests and checksums that do not agree or are gone", async () => {
    await archive.keep(entry());
    await archive.keep(entry({ report: "second" }));
    await archive.keep(entry({ report: "third" }));
    await tamper(`${FOLDER}/SHA256SUMS`, "");
    await tamper("production/2026/01/second/run-1/manifest.json", "{");
    await rm(join(root, "production/2026/01/third/run-1/manifest.json"));
    expect(await archive.verify()).toMatchObject([
      { kind: "changed", path: `${FOLDER}/SHA256SUMS` },
      { kind: "changed", path: "production/2026/01/second/run-1/manifest.json" },
      { kind: "missing", path: "production/2026/01/third/run-1/manifest.json" },
    ]);
  });

  test("sees that a report was taken out of the chain, or replaced in it", async () => {
    for (const runId of ["run-1", "run-2", "run-3", "run-4"]) await archive.keep(entry({ runId }));
    const second = "production/2026/01/payout-preview/run-2";
    await rm(join(root, second), { recursive: true });
    expect(await archive.verify()).toMatchObject([
      { kind: "chain-broken", path: "production/2026/01/payout-preview/run-3/manifest.json" },
    ]);
  });

  test("sees a manifest that was changed together with its checksums", async () => {
    for (const runId of ["run-1", "run-2"]) await archive.keep(entry({ runId }));
    const manifest = (await readFile(join(root, FOLDER, "manifest.json"), "utf8")).replace("north", "south");
    const sums = await readFile(join(root, FOLDER, "SHA256SUMS"), "utf8");
    await tamper(`${FOLDER}/manifest.json`, manifest);
    await tamper(`${FOLDER}/SHA256SUMS`, sums.replace(/\w+(?= {2}manifest\.json)/, sha256(manifest)));
    expect(await archive.verify()).toMatchObject([
      { kind: "chain-broken", path: "production/2026/01/payout-preview/run-2/manifest.json" },
    ]);
  });

  test("sees a report that lies under another name", async () => {
    await archive.keep(entry());
    await mkdir(join(root, "production/2026/01/other"));
    await promisify(execFile)("cp", ["-r", join(root, FOLDER), join(root, "production/2026/01/other/run-1")]);
    expect(await archive.verify()).toMatchObject([
      { kind: "changed", path: "production/2026/01/other/run-1/manifest.json" },
    ]);
  });
});

function reference() {
  return { environment: "production", report: "payout-preview", runId: "run-1" };
}
