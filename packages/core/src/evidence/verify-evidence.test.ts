import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../digest.js";
import { newCheckpointKey } from "../log/seal-fixture.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { createFakeClock } from "../testing/fake-clock.js";
import { perform, shortGuide } from "./evidence-fixture.js";
import { listPackFolder } from "./evidence-folder.js";
import { signManifest } from "./evidence-manifest.js";
import { exportEvidence } from "./export-evidence.js";
import { verifyEvidence } from "./verify-evidence.js";

const key = newCheckpointKey();
const { publicKey } = key;
const actor = { kind: "person", id: "analyst" } as const;
const events = "runs/night-1/events.jsonl";

/** A file of as many bytes is tried byte by byte; of a larger one, some that are spread over it. */
const SMALL_BYTES = 260;
const SAMPLED_BYTES = 80;

let folder: string;
let packs: string;
beforeAll(async () => {
  packs = await mkdtemp(join(tmpdir(), "spm-evidence-"));
  const clock = createFakeClock();
  const log = await openSqliteLog({ path: ":memory:", clock });
  for (const runId of ["night-1", "night-2"]) await perform(log, runId);
  await perform(log, "night-3", shortGuide("Another guide"));
  for (const [name, runIds] of [
    ["one", ["night-1"]],
    ["two", ["night-2", "night-3"]],
  ] as const)
    await exportEvidence(log, { runIds }, { into: join(packs, name), key, actor, clock });
  await log.close();
  folder = join(packs, "tried");
});
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await cp(join(packs, "one"), folder, { recursive: true });
});
afterAll(() => rm(packs, { recursive: true }));

const verify = (by = publicKey) => verifyEvidence(folder, { publicKey: by });
const edit = async (file: string, change: (text: string) => string) =>
  writeFile(join(folder, file), change(await readFile(join(folder, file), "utf8")));

describe("verifyEvidence", () => {
  test("has nothing to say against a pack as it was exported", async () => {
    expect(await verify()).toMatchObject({
      problems: [],
      runIds: ["night-1"],
      events: 5,
      checkpoint: { origin: key.name, size: 5 },
      exported: { exportedBy: actor, selection: { runIds: ["night-1"] } },
    });
  });

  test("finds a change of any one byte of any file, and names the file", async () => {
    const { files } = await listPackFolder(folder);
    expect(files).toHaveLength(12);
    for (const file of files) {
      const path = join(folder, file);
      const bytes = await readFile(path);
      const stride = bytes.length <= SMALL_BYTES ? 1 : Math.floor(bytes.length / SAMPLED_BYTES);
      const tried = [...bytes.keys()].filter((at) => at % stride === 0 || at === bytes.length - 1);
      for (const at of tried) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        await writeFile(path, changed);
        const { problems } = await verify();
        expect(problems[0], `byte ${at} of ${file}`).toMatchObject({ file, kind: "changed" });
      }
      await writeFile(path, bytes);
    }
    expect((await verify()).problems).toEqual([]);
  }, 120_000);

  test.each([
    ["a word of an event", (text: string) => text.replace('"counted":3', '"counted":4'), 3],
    ["an event that was taken out", (text: string) => text.replace(/\n.*effect\.intended.*\n/, "\n"), 2],
    ["an end that was cut off", (text: string) => text.replace(/.*run\.finished.*\n/, ""), 4],
    ["an event twice at the end", (text: string) => `${text}${text.trim().split("\n").at(-1)}\n`, 5],
    ["an event with one more space", (text: string) => text.replace('"actor":', '"actor": '), 1],
    ["a line that is no event", (text: string) => `${text}{}\n`, 5],
    ["a last line without its end", (text: string) => text.trimEnd(), 4],
    ["data that was left out", (text: string) => text.replace(/"data":\{"outcome":"succeeded"\},/, ""), 4],
  ])("names the event of %s", async (_what, change, seq) => {
    const before = await readFile(join(folder, events), "utf8");
    await edit(events, change);
    expect(await readFile(join(folder, events), "utf8")).not.toBe(before);
    expect((await verify()).problems).toEqual([
      { file: events, kind: "changed", seq, problem: "is not what was exported" },
    ]);
  });

  test("finds any file that is missing", async () => {
    const { files } = await listPackFolder(folder);
    for (const file of files) {
      await rename(join(folder, file), join(packs, "aside"));
      expect((await verify()).problems[0], file).toMatchObject({ file, kind: "missing" });
      await rename(join(packs, "aside"), join(folder, file));
    }
  });

  test("finds anything that was added: a file, a folder, a link in place of a file", async () => {
    await writeFile(join(folder, "runs", "night-9.jsonl"), "");
    await mkdir(join(folder, "empty"));
    await unlink(join(folder, "index.html"));
    await symlink(join(packs, "one", "index.html"), join(folder, "index.html"));
    expect((await verify()).problems.map(({ file, kind }) => [kind, file])).toEqual([
      ["missing", "index.html"],
      ["added", "runs/night-9.jsonl"],
      ["added", "index.html"],
      ["added", "empty"],
    ]);
  });

  test("finds files of another pack of the same log in place of its own", async () => {
    const other = join(packs, "two");
    const { files } = await listPackFolder(folder);
    const theirs = (await listPackFolder(other)).files;
    for (const file of files) {
      const from = theirs.includes(file) ? file : file.replace("night-1", "night-2");
      const [mine, replaced] = [await readFile(join(folder, file)), await readFile(join(other, from))];
      // The guide and the checkpoint are the same in both, for the log has not changed.
      if (mine.equals(replaced)) continue;
      await writeFile(join(folder, file), replaced);
      expect((await verify()).problems[0], file).toMatchObject({ kind: "changed" });
      await writeFile(join(folder, file), mine);
    }
    for (const file of ["manifest.json", "manifest.note"]) await cp(join(other, file), join(folder, file));
    const { problems } = await verify();
    expect(problems.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["missing", "changed", "added"]));
  });

  test("finds a line that was put under a signature, though signed notes may have several", async () => {
    const another = newCheckpointKey("another.test").sign("x\n").split("\n").at(-2);
    for (const file of ["manifest.note", "checkpoint.note"]) {
      const note = await readFile(join(folder, file), "utf8");
      await writeFile(join(folder, file), `${note}${another}\n`);
      expect((await verify()).problems).toMatchObject([{ file, kind: "changed" }]);
      await writeFile(join(folder, file), note);
    }
  });

  test("believes no pack that another key has signed, and wants a public key that is one", async () => {
    expect((await verify(newCheckpointKey().publicKey)).problems).toMatchObject([{ file: "manifest.note" }]);
    await expect(verify("example.test/operations")).rejects.toMatchObject({ code: "config.invalid" });
    await expect(verifyEvidence(join(packs, "none"), { publicKey })).rejects.toMatchObject({
      code: "file.not-found",
    });
    const reason = new RangeError("enough");
    const signal = AbortSignal.abort(reason);
    await expect(verifyEvidence(folder, { publicKey, signal })).rejects.toBe(reason);
  });
});

describe("a pack that its own key has signed", () => {
  /** Changes a pack and signs it again, as only the holder of the key could. */
  async function forge(file: string, change: (text: string) => string) {
    await edit(file, change);
    const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    for (const each of manifest.files) each.sha256 = sha256(await readFile(join(folder, each.path)));
    const { text, note } = signManifest(manifest, key);
    await writeFile(join(folder, "manifest.json"), text);
    await writeFile(join(folder, "manifest.note"), note);
  }
  const guide = `guides/${shortGuide().hash}`;

  test.each<readonly [string, string, (text: string) => string]>([
    ["an event", events, (text) => text.replace('"counted":3', '"counted":4')],
    ["the number of events", events, (text) => text.replace(/.*run\.finished.*\n/, "")],
    ["a proof", "runs/night-1/proof.json", (text) => text.replace(/"index": \d/, '"index": 0')],
    ["a proof that is none", "runs/night-1/proof.json", () => "[]"],
    ["the guide that people read", `${guide}/guide.json`, (text) => text.replace("by hand", "by eye")],
    ["a guide that is none", `${guide}/guide.json`, () => "{"],
    ["the checkpoint", "checkpoint.note", () => key.sign("a letter\n")],
  ])("proves nothing with a change of %s", async (_what, file, change) => {
    await forge(file, change);
    expect((await verify()).problems).toMatchObject([{ file, kind: "unproven" }]);
  });

  test("is not read when its manifest is none, or names files that it does not list", async () => {
    for (const change of [
      { schemaVersion: 2 },
      { streams: [{ kind: "run", id: "x", seq: 1, hash: "0".repeat(64), events: "a", proof: "b" }] },
      { files: [{ path: "../outside", sizeBytes: 0, sha256: "0".repeat(64) }] },
    ]) {
      const manifest = JSON.parse(await readFile(join(packs, "one", "manifest.json"), "utf8"));
      const { text, note } = signManifest({ ...manifest, ...change }, key);
      await writeFile(join(folder, "manifest.json"), text);
      await writeFile(join(folder, "manifest.note"), note);
      expect((await verify()).problems).toMatchObject([{ file: "manifest.json", kind: "changed" }]);
    }
    await writeFile(join(folder, "manifest.json"), "no json");
    await writeFile(
      join(folder, "manifest.note"),
      key.sign(`SPM Ops evidence manifest\n${sha256("no json")}\n`),
    );
    expect((await verify()).problems).toMatchObject([{ file: "manifest.json" }]);
  });
});
