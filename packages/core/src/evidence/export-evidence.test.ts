import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide } from "../guide/guide.js";
import { defineProcedure } from "../guide/procedure.js";
import { expireStreams } from "../log/expire-streams.js";
import { newCheckpointKey } from "../log/seal-fixture.js";
import { openSqliteDriver } from "../log/sqlite/sqlite-driver.js";
import { openSqliteLog, type SqliteLog } from "../log/sqlite/sqlite-log.js";
import { createRedactor } from "../redact.js";
import { runKind } from "../run/run-kind.js";
import { createRunLog } from "../run/run-log.js";
import { createRunner } from "../run/runner.js";
import { SpmError } from "../spm-error.js";
import { createFakeClock, type FakeClock } from "../testing/fake-clock.js";
import { perform, shortGuide } from "./evidence-fixture.js";
import { listPackFolder, packFolderOf } from "./evidence-folder.js";
import type { EvidenceSelection } from "./evidence-manifest.js";
import { exportEvidence } from "./export-evidence.js";
import { verifyEvidence } from "./verify-evidence.js";

const key = newCheckpointKey();
const actor = { kind: "person", id: "analyst" } as const;
const DAY_MS = 86_400_000;

let folder: string;
let into: string;
let path: string;
let clock: FakeClock;
let log: SqliteLog;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-export-"));
  into = join(folder, "packs", "one");
  path = join(folder, "log.sqlite");
  clock = createFakeClock();
  log = await openSqliteLog({ path, clock });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const pack = (selection: EvidenceSelection) => exportEvidence(log, selection, { into, key, actor, clock });
const verify = () => verifyEvidence(into, { publicKey: key.publicKey });
const read = (file: string) => readFile(join(into, file), "utf8");

describe("exportEvidence", () => {
  test("writes what a stranger needs: the page, the runs, their guides, the proofs and the signatures", async () => {
    const { hash } = shortGuide();
    await perform(log, "night-1");
    await perform(log, "other");
    expect(await pack({ runIds: ["night-1", "night-1"] })).toEqual({
      runIds: ["night-1"],
      files: 10,
      publicKey: key.publicKey,
    });
    expect((await listPackFolder(into)).files).toEqual([
      "checkpoint.note",
      `guides/${hash}/events.jsonl`,
      `guides/${hash}/guide.html`,
      `guides/${hash}/guide.json`,
      `guides/${hash}/guide.md`,
      `guides/${hash}/proof.json`,
      "index.html",
      "manifest.json",
      "manifest.note",
      "runs/night-1/events.jsonl",
      "runs/night-1/proof.json",
      "runs/night-1/run.html",
    ]);
    const page = await read("index.html");
    for (const said of [
      "One run, chosen by name.",
      "by analyst",
      key.publicKey,
      'href="runs/night-1/run.html"',
      hash,
    ])
      expect(page).toContain(said);
    expect((await verify()).problems).toEqual([]);
  });

  test("takes the runs that were asked for in a period, its end not included", async () => {
    const from = clock.now();
    for (const runId of ["night-1", "night-2", "night-3"]) {
      await perform(log, runId);
      clock.advance(DAY_MS);
    }
    const { runIds } = await pack({ period: { from: from + DAY_MS, to: from + 2 * DAY_MS } });
    expect(runIds).toEqual(["night-2"]);
    expect(await verify()).toMatchObject({ problems: [], runIds });
    expect(await read("index.html")).toContain(
      'One run, asked for from <time datetime="2026-01-06T22:00:00.000Z">6 Jan 2026, 22:00:00 UTC</time> until',
    );
  });

  test("can tell of a period without runs", async () => {
    await pack({ period: { from: 0, to: 1 } });
    expect(await verify()).toMatchObject({ problems: [], runIds: [], events: 0 });
    expect(await read("index.html")).toContain("There is none.");
  });

  test("shows a run whose data has expired by its events, their digests and the tombstone", async () => {
    await perform(log, "night-1");
    clock.advance(DAY_MS);
    await perform(log, "night-2");
    const reason = "Seven years are over.";
    await expireStreams(log, runKind, { before: clock.now(), actor, redactor: createRedactor(), reason });
    const runs = createRunLog(log);
    const listed: string[] = [];
    for await (const { runId } of runs.list()) listed.push(runId);
    expect(listed).toEqual(["night-2"]);
    await expect(runs.get("night-1")).rejects.toMatchObject({ code: "log.expired", details: { seq: 5 } });
    expect(await runs.verify("night-1")).toBe((await runs.events("night-1")).at(-1)?.hash);

    await pack({ runIds: ["night-1", "night-2"] });
    expect((await verify()).problems).toEqual([]);
    const [first = "", ...rest] = (await read("runs/night-1/events.jsonl")).trim().split("\n");
    expect(JSON.parse(first)).not.toHaveProperty("data");
    expect(JSON.parse(rest.at(-1) ?? "")).toMatchObject({ data: { reason, status: "succeeded" } });
    expect(await read("index.html")).toContain("<td>data expired</td><td>expired</td>");

    const text = await read("runs/night-1/events.jsonl");
    await writeFile(join(into, "runs/night-1/events.jsonl"), text.replace(/.*payload\.expired.*\n/, ""));
    expect((await verify()).problems).toMatchObject([{ file: "runs/night-1/events.jsonl", seq: 1 }]);
  });

  test("gives each run a folder of its own, whatever its name", async () => {
    const names = [
      "night-1",
      "Night-1",
      "../night",
      "a/b",
      "a\\b",
      "CON",
      "nächtlich <b>",
      "x".repeat(300),
      ".",
    ];
    for (const name of names) await perform(log, name);
    await pack({ runIds: names });
    expect(await verify()).toMatchObject({ problems: [], runIds: names });
    const folders = await readdir(join(into, "runs"));
    expect(new Set(folders.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(await read("index.html")).toContain("nächtlich &lt;b&gt;");
    expect(packFolderOf({ kind: "run", id: "2026-01-05" })).toBe("runs/2026-01-05");
  });

  test("shows a run that goes on as far as it has come", async () => {
    const runner = createRunner({ log, guides: [shortGuide()], worker: "worker one" });
    await runner.request({ procedureId: "night", runId: "night-1", input: { rows: 3 } });
    await pack({ runIds: ["night-1"] });
    await runner.advance("night-1");
    expect(await verify()).toMatchObject({ problems: [], events: 2 });
    expect(await read("index.html")).toContain("<td>requested</td>");
  });

  test("writes over nothing, and of no run that is not there", async () => {
    await perform(log, "night-1");
    await expect(pack({ runIds: ["night-1", "night-9"] })).rejects.toMatchObject({ code: "run.unknown" });
    await pack({ runIds: ["night-1"] });
    await expect(pack({ runIds: ["night-1"] })).rejects.toMatchObject({ code: "file.exists" });
    await writeFile(join(folder, "a file"), "");
    into = join(folder, "a file");
    await expect(pack({ runIds: ["night-1"] })).rejects.toMatchObject({ code: "file.exists" });
    into = join(folder, "a file", "in it");
    await expect(pack({ runIds: ["night-1"] })).rejects.toMatchObject({ code: "file.refused" });
  });

  test("leaves a pack that was cut off without its signature", async () => {
    await perform(log, "night-1");
    const stop = new AbortController();
    const reason = new RangeError("enough");
    const stopping = {
      ...clock,
      now: () => {
        stop.abort(reason);
        return 0;
      },
    };
    const options = { into, key, actor, clock: stopping, signal: stop.signal };
    await expect(exportEvidence(log, { runIds: ["night-1"] }, options)).rejects.toBe(reason);
    expect((await verify()).problems.map(({ file, kind }) => [file, kind])).toEqual([
      ["manifest.json", "missing"],
      ["manifest.note", "missing"],
    ]);
  });

  test.each([
    ["a run", "UPDATE event SET at = 0 WHERE kind = 'run' AND seq = 2", { stream: "run/night-1", seq: 2 }],
    ["a checkpoint", "UPDATE event SET data = '{}' WHERE kind = 'checkpoint' AND seq = 1", { seq: 1 }],
    [
      "a run that was cut",
      "DELETE FROM event WHERE kind = 'run' AND seq = 4",
      { stream: "run/night-1", seq: 4 },
    ],
  ])("proves nothing of a log with damage of %s", async (_what, sql, details) => {
    await perform(log, "night-1");
    await pack({ runIds: ["night-1"] });
    await perform(log, "night-2");
    await exportEvidence(log, { runIds: ["night-2"] }, { into: join(folder, "two"), key, actor });
    const driver = await openSqliteDriver(path);
    driver.exec("DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted;");
    driver.exec(sql);
    driver.close();
    into = join(folder, "three");
    await expect(pack({ runIds: ["night-1"] })).rejects.toMatchObject({ code: "log.damaged", details });
  });

  test("proves no run whose guide is not in the log", async () => {
    await perform(log, "night-1");
    const driver = await openSqliteDriver(path);
    driver.exec("DROP TRIGGER event_is_never_deleted; DELETE FROM event WHERE kind = 'guide'");
    driver.exec("DELETE FROM stream WHERE kind = 'guide'");
    driver.close();
    await expect(pack({ runIds: ["night-1"] })).rejects.toMatchObject({ code: "guide.unknown" });
  });
});

describe("a secret", () => {
  test("is in no file of the log, nor of a pack, whatever a step does with it", async () => {
    const canary = "canary-7f3a9c51";
    const redactor = createRedactor();
    redactor.addSecret(canary);
    const forms = [canary, encodeURIComponent(canary), Buffer.from(canary).toString("base64")];
    const text = { title: "A step", instructions: ["Do it by hand."], effect: "repeatable" } as const;
    const leaky = defineProcedure({
      id: "leaky",
      title: "Leaky",
      input: z.strictObject({ header: z.string() }),
    })
      .step("tell", {
        ...text,
        run: ({ input }) => ({
          [canary]: input,
          url: `https://u:${encodeURIComponent(canary)}@host`,
          password: "known",
        }),
      })
      .step("complain", {
        ...text,
        run: () => {
          throw new SpmError("remote.unavailable", `No answer to Bearer ${canary}`, { operation: canary });
        },
      });
    const guide = defineGuide({ title: "Guide", client: "Example", procedures: [leaky] });
    const runner = createRunner({ log, guides: [guide], worker: "worker one", redactor });
    const labels = { basic: Buffer.from(canary).toString("base64") };
    const input = { header: `Authorization: Bearer ${canary}` };
    await runner.request({ procedureId: "leaky", runId: "night-1", input, labels });
    expect(await runner.advance("night-1")).toMatchObject({ status: "failed" });
    await pack({ runIds: ["night-1"] });

    const inFolder = async () => {
      const content = await listPackFolder(folder);
      const texts = await Promise.all(content.files.map((file) => readFile(join(folder, file), "latin1")));
      expect(content.files).toContain("packs/one/runs/night-1/events.jsonl");
      return texts.some((text) => forms.some((form) => text.includes(form)));
    };
    expect((await listPackFolder(folder)).files).toContain("log.sqlite-wal");
    expect(await inFolder()).toBe(false);
    await log.close();
    expect(await inFolder()).toBe(false);
    log = await openSqliteLog({ path, clock });
  });
});
