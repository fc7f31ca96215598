import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyLog } from "../verify-log.js";
import { openSqliteLog } from "./sqlite-log.js";

const sources = fileURLToPath(new URL("../..", import.meta.url));

/** What each process does: notes of its own, and lines in one note that all of them write. */
const WRITER = `
import { openSqliteLog } from "./log/sqlite/sqlite-log.js";
const [path, name, count] = process.argv.slice(2);
const log = await openSqliteLog({ path });
const index = { status: "open", subject: "notes" };
const actor = { kind: "service", id: name };
const append = (id, line, expectedSeq) =>
  log.append({ kind: "note", id }, { events: [{ type: "line", actor, data: { line } }], expectedSeq, index });
process.send("open");
await new Promise((resolve) => process.once("message", resolve));
let conflicts = 0;
for (let line = 1; line <= Number(count); line += 1) {
  await append(name, line, line - 1);
  for (let kept = false; !kept; ) {
    const seq = (await log.find({ kind: "note", id: "shared" }))?.head.seq ?? 0;
    kept = await append("shared", line, seq).then(() => true, (error) => {
      if (error.code !== "log.conflict") throw error;
      conflicts += 1;
      return false;
    });
  }
}
await log.close();
process.send({ conflicts });
process.disconnect();
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-processes-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await symlink(join(sources, "..", "node_modules"), join(folder, "node_modules"));
  // A process of its own runs no TypeScript, so the very sources are put into JavaScript for it.
  for (const file of await readdir(sources, { recursive: true })) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts") || !/^(log\/.*|[^/]+)$/.test(file)) continue;
    const { outputText } = ts.transpileModule(await readFile(join(sources, file), "utf8"), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
      },
    });
    const target = join(folder, file.replace(/\.ts$/, ".js"));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }
  await writeFile(join(folder, "writer.js"), WRITER);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

interface Writer {
  readonly ready: Promise<unknown>;
  readonly ended: Promise<{ readonly code: unknown; readonly complaint: string }>;
  go(): void;
}

function startWriter(path: string, name: string, lines: number): Writer {
  const child: ChildProcess = fork(join(folder, "writer.js"), [path, name, String(lines)], { silent: true });
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint += String(chunk);
  });
  return {
    ready: Promise.race([once(child, "message"), once(child, "exit")]),
    ended: once(child, "exit").then(([code]) => ({ code, complaint })),
    go: () => child.send("go"),
  };
}

describe("several processes on one file", () => {
  test("lose no write and are never told that the file is busy, on a new file that all of them open at once", async () => {
    const path = join(folder, "log.sqlite");
    const [names, lines] = [["one", "two", "three"], 60];
    const writers = names.map((name) => startWriter(path, name, lines));
    await Promise.all(writers.map(({ ready }) => ready));
    for (const writer of writers) writer.go();
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, complaint: "" });

    const log = await openSqliteLog({ path });
    const shared = await log.read({ kind: "note", id: "shared" });
    for (const name of names) {
      const expected = Array.from({ length: lines }, (_, index) => ({ line: index + 1 }));
      expect((await log.read({ kind: "note", id: name })).map(({ data }) => data)).toEqual(expected);
      expect(shared.filter(({ actor }) => actor.id === name).map(({ data }) => data)).toEqual(expected);
    }
    expect(shared).toHaveLength(names.length * lines);
    expect(await verifyLog(log)).toMatchObject({
      streams: 4,
      events: 2 * names.length * lines,
      problems: [],
    });
    await log.close();
  });
});
