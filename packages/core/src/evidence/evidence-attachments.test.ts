import { cp, mkdtemp, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../digest.js";
import { publishGuide } from "../guide/guide-stream.js";
import type { Attachment } from "../log/attachment.js";
import { expireStreams } from "../log/expire-streams.js";
import type { Log } from "../log/log.js";
import { newCheckpointKey } from "../log/seal-fixture.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { openStream } from "../log/stream.js";
import { createRedactor } from "../redact.js";
import { runKind } from "../run/run-kind.js";
import { createFakeClock } from "../testing/fake-clock.js";
import { shortGuide } from "./evidence-fixture.js";
import { listPackFolder } from "./evidence-folder.js";
import { signManifest } from "./evidence-manifest.js";
import { exportEvidence } from "./export-evidence.js";
import { verifyEvidence } from "./verify-evidence.js";

const key = newCheckpointKey();
const { publicKey } = key;
const actor = { kind: "person", id: "analyst" } as const;
const writing = { actor, redactor: createRedactor() };
const clock = createFakeClock();
const rejects = Buffer.alloc(700_000, "row;amount\n");
const letter = Buffer.from("<b>The total is 3.</b>");
const runIds = ["night-1", "night-2"];

let packs: string;
let folder: string;
let log: Log;
beforeAll(async () => {
  packs = await mkdtemp(join(tmpdir(), "spm-evidence-attachments-"));
  log = await openSqliteLog({ path: ":memory:", clock });
  await publishGuide(log, shortGuide(), writing);
  await performWith("night-1", [
    ["rejects.csv", "text/csv", rejects],
    ["letter <1>.html", "text/html", letter],
  ]);
  await performWith("night-2", [["rejects again.csv", "text/csv", rejects]]);
  await exportEvidence(log, { runIds }, { into: join(packs, "one"), key, actor, clock });
  folder = join(packs, "tried");
});
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await cp(join(packs, "one"), folder, { recursive: true });
});
afterAll(async () => {
  await log.close();
  await rm(packs, { recursive: true });
});

/** A run of one step, to which files were attached. */
async function performWith(runId: string, files: readonly (readonly [string, string, Buffer])[]) {
  const attachments: Attachment[] = [];
  for (const [name, mediaType, content] of files) {
    const kept = await log.attach({ kind: runKind.name, id: runId }, content);
    attachments.push({ name, mediaType, ...kept });
  }
  const run = await openStream(log, runKind, runId, writing);
  const requested = { procedureId: "night", guideHash: shortGuide().hash, input: { rows: 3 }, labels: {} };
  const effect = { effectId: "count", attempt: 1 };
  await run.append(() => [
    { type: "run.requested", data: requested },
    { type: "effect.intended", data: { ...effect, key: `${runId}/count`, contract: "repeatable" } },
    { type: "effect.succeeded", data: { ...effect, output: { counted: 3 }, attachments } },
    { type: "run.finished", data: { outcome: "succeeded" } },
  ]);
}

const verify = () => verifyEvidence(folder, { publicKey });
const pathOf = (content: Buffer) => `attachments/${sha256(content)}`;

/** Changes the manifest and signs it again, as only the holder of the key could. */
async function forge(
  change: (manifest: { files: { path: string; sha256: string; sizeBytes: number }[] }) => void,
) {
  const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
  change(manifest);
  const { text, note } = signManifest(manifest, key);
  await writeFile(join(folder, "manifest.json"), text);
  await writeFile(join(folder, "manifest.note"), note);
}

describe("a pack with attachments", () => {
  test("holds each once, under its digest, and tells of all of them by name", async () => {
    expect((await verify()).problems).toEqual([]);
    const { files } = await listPackFolder(folder);
    expect(files.filter((path) => path.startsWith("attachments/")).toSorted()).toEqual(
      [pathOf(rejects), pathOf(letter)].toSorted(),
    );
    expect(rejects.equals(await readFile(join(folder, pathOf(rejects))))).toBe(true);
    const page = await readFile(join(folder, "index.html"), "utf8");
    for (const said of [
      `<a href="${pathOf(rejects)}" download="rejects.csv">rejects.csv</a>`,
      "rejects again.csv",
      "letter &lt;1&gt;.html",
      "700 KB",
      sha256(letter).slice(0, 12),
    ])
      expect(page).toContain(said);
  });

  test("is found changed at any byte, with one more, or one less", async () => {
    const path = join(folder, pathOf(letter));
    for (const [at] of letter.entries()) {
      const changed = Buffer.from(letter);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(path, changed);
      expect((await verify()).problems, `byte ${at}`).toEqual([
        { file: pathOf(letter), kind: "changed", problem: "is not what was exported" },
      ]);
    }
    for (const other of [Buffer.concat([letter, Buffer.of(0)]), letter.subarray(1)]) {
      await writeFile(path, other);
      const problem = `is not what was exported: it has ${other.length} bytes and not ${letter.length}`;
      expect((await verify()).problems).toMatchObject([{ file: pathOf(letter), kind: "changed", problem }]);
    }
  });

  test("is found without one, and with one that nobody exported", async () => {
    await unlink(join(folder, pathOf(rejects)));
    await writeFile(join(folder, "attachments", sha256("more")), "more");
    expect((await verify()).problems).toMatchObject([
      { file: pathOf(rejects), kind: "missing" },
      { file: `attachments/${sha256("more")}`, kind: "added" },
    ]);
  });

  test("proves nothing where its own key signed another file, no file, or one more", async () => {
    const events = "runs/night-1/events.jsonl";
    const named = (problem: string) => [{ file: events, kind: "unproven", seq: 3, problem }];
    const name = "names the attachment letter <1>.html, which is";

    await forge(({ files }) => {
      const file = files.find(({ path }) => path === pathOf(letter));
      if (file !== undefined) file.sha256 = sha256("other");
    });
    await writeFile(join(folder, pathOf(letter)), "other");
    expect((await verify()).problems).toEqual(named(`${name} another in the pack`));

    await forge((manifest) => {
      manifest.files = manifest.files.filter(({ path }) => path !== pathOf(letter));
    });
    await unlink(join(folder, pathOf(letter)));
    expect((await verify()).problems).toEqual(named(`${name} not in the pack`));

    const more = { path: "attachments/more", sha256: sha256("more"), sizeBytes: 4 };
    await forge(({ files }) => void files.push(more));
    await writeFile(join(folder, more.path), "more");
    expect((await verify()).problems.at(-1)).toEqual({
      file: more.path,
      kind: "unproven",
      problem: "is named by no event",
    });
  });

  test("says of a run that has expired that its attachments are gone, and still verifies", async () => {
    await performWith("old", [["old.csv", "text/csv", letter]]);
    clock.advance(1_000);
    const expired = await expireStreams(log, runKind, { ...writing, before: clock.now(), reason: "Over." });
    expect(expired).toContainEqual({ kind: "run", id: "old" });
    const into = join(packs, "expired");
    await exportEvidence(log, { runIds: ["old"] }, { into, key, actor, clock });
    expect((await verifyEvidence(into, { publicKey })).problems).toEqual([]);
    expect((await listPackFolder(into)).folders).not.toContain("attachments");
    const page = await readFile(join(into, "index.html"), "utf8");
    expect(page).toContain("The attachments of that stream went with it");
    expect(page).not.toContain("<h2>Attachments</h2>");
  });

  test("is not written of a log that has lost one", async () => {
    const path = join(packs, "log.sqlite");
    const whole = log;
    log = await openSqliteLog({ path, clock });
    try {
      await publishGuide(log, shortGuide(), writing);
      await performWith("night-1", [["letter", "text/html", letter]]);
      const run = await openStream(log, runKind, "night-2", writing);
      const requested = { procedureId: "night", guideHash: shortGuide().hash, input: {}, labels: {} };
      const attachments = [{ name: "none", mediaType: "text/csv", sizeBytes: 1, digest: sha256("none") }];
      const effect = { effectId: "count", attempt: 1 };
      await run.append(() => [
        { type: "run.requested", data: requested },
        { type: "effect.intended", data: { ...effect, key: "k", contract: "repeatable" } },
        { type: "effect.succeeded", data: { ...effect, output: 1, attachments } },
      ]);
      const into = join(packs, "lost");
      await expect(
        exportEvidence(log, { runIds: ["night-2"] }, { into, key, actor, clock }),
      ).rejects.toMatchObject({ code: "file.not-found" });
      expect((await listPackFolder(into)).files).not.toContain("manifest.json");
    } finally {
      await log.close();
      log = whole;
    }
  });
});
