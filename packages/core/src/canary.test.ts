import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { listPackFolder } from "./evidence/evidence-folder.js";
import { exportEvidence } from "./evidence/export-evidence.js";
import { verifyEvidence } from "./evidence/verify-evidence.js";
import { defineGuide } from "./guide/guide.js";
import { defineProcedure } from "./guide/procedure.js";
import { renderRun } from "./guide/render/render-run.js";
import { escapeHtml } from "./html.js";
import { newCheckpointKey } from "./log/seal-fixture.js";
import { openSqliteLog, type SqliteLog } from "./log/sqlite/sqlite-log.js";
import { verifyLog } from "./log/verify-log.js";
import { createRedactor, type Redactor } from "./redact.js";
import { createRunLog } from "./run/run-log.js";
import { createRunProgress } from "./run/run-progress.js";
import { createRunner } from "./run/runner.js";
import type { RunnerOptions } from "./run/runner-options.js";
import { SpmError } from "./spm-error.js";

const canary = `canary&"7f/3a9ö>`;
const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());

/** Each form in which a value travels. */
const forms = [
  canary,
  json(canary),
  escapeHtml(canary),
  encodeURIComponent(canary),
  lowerHex(encodeURIComponent(canary)),
  base64(canary),
  base64(canary).replace(/=+$/, ""),
  Buffer.from(canary, "utf8").toString("base64url"),
];
/** What is planted: a text with all of them. */
const leak = `Bearer ${forms.join(" or ")}`;
/** What is looked for: each form as it is, and as JSON and HTML would carry it. */
const sought = [...new Set([...forms, ...forms.map(json), ...forms.map(escapeHtml)])];
/** The middle of the value, which most escapes leave as it is. */
const middle = "7f/3a9";

const analyst = { kind: "person", id: "analyst" } as const;
const controller = { kind: "person", id: "controller" } as const;
const team = { analyst: [analyst.id], controller: [controller.id] };
const text = { title: "A step", instructions: ["Do it by hand."] };
const mayFail = { onFailure: { instructions: ["Go on."], then: "continue" } } as const;
const headers = { authorization: leak, "x-trace": leak };

/** An error as a library makes it: with a cause, and with the request that it is about. */
const libraryError = () =>
  Object.assign(new TypeError(leak, { cause: new RangeError(leak) }), {
    config: { headers, url: `https://user:${encodeURIComponent(canary)}@example.test` },
  });

/** A guide whose steps do with a secret what they should not. */
function leakyGuide() {
  let halts = 1;
  const attach = { title: "Attach", instructions: ["Attach it."], effect: "repeatable" } as const;
  const leaky = defineProcedure({
    id: "leaky",
    title: "Leaky",
    input: z.strictObject({ header: z.string(), nested: z.record(z.string(), z.array(z.string())) }),
  })
    .step("tell", {
      ...attach,
      run: async (step) => {
        step.volume({ rowsRead: 1, amounts: { [leak]: "1" } });
        step.progress({ done: 1, unit: leak, note: leak });
        await step.attach({ name: leak, mediaType: leak, content: inPieces(Buffer.from(`x${leak}y`), 3) });
        await step.attach({ name: "wide", mediaType: "text/plain", content: Buffer.from(leak, "utf16le") });
        return { [leak]: { headers }, list: [step.input.header, leak] };
      },
    })
    .step("complain", {
      ...text,
      ...mayFail,
      effect: "repeatable",
      retry: { attempts: 2, delayMs: 1 },
      run: ({ attempt }) => {
        if (attempt > 1) throw libraryError();
        throw new SpmError("remote.unavailable", leak, { operation: leak }, { cause: libraryError() });
      },
    })
    .step("halt", {
      ...text,
      effect: "repeatable",
      run: () => {
        halts -= 1;
        if (halts < 0) return leak;
        throw new SpmError("auth.rejected", leak, { status: 401 }, { cause: libraryError() });
      },
    })
    .step("refuse", { ...text, ...mayFail, effect: "repeatable", run: () => leak, accept: () => leak })
    .step("doubt", {
      ...text,
      effect: "once",
      find: async () => ({ state: "unknown", reason: leak }),
      run: () => {
        throw new SpmError("remote.unknown", leak, { operation: leak });
      },
    })
    .manual("approve", {
      ...text,
      role: "analyst",
      form: z.object({ note: z.string() }),
      signOff: { need: 1, by: ["controller"] },
      check: ({ form }) => (form.note.startsWith("No") ? leak : undefined),
    })
    .waitFor("listen", { ...text, until: { words: "The vendor's answer.", told: z.string() } })
    .step("spare", { ...text, ...mayFail, effect: "repeatable", run: () => leak });
  const contacts = ["analyst", "controller"].map((role) => ({ role, reach: "By telephone." }));
  return defineGuide({ title: "Guide", client: "Example", contacts, procedures: [leaky] });
}

async function* inPieces(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

let folder: string;
let path: string;
let log: SqliteLog;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-canary-"));
  path = join(folder, "log.sqlite");
  log = await openSqliteLog({ path });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const reason = leak;
const act = { runId: "night-1", actor: analyst, reason };
const input = { header: leak, nested: { [leak]: [leak] } };
const request = { procedureId: "leaky", runId: "night-1", input, labels: { basic: leak, [leak]: "x" } };

function leakyRunner(redactor: Redactor, options: Partial<RunnerOptions> = {}) {
  return createRunner({ log, guides: [leakyGuide()], worker: "worker one", team, redactor, ...options });
}

/** All of an error that anybody could print. */
async function thrownBy(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return inspect(error, { depth: 10, showHidden: true, maxStringLength: Number.POSITIVE_INFINITY });
  }
  throw new TypeError("nothing was thrown");
}

/** Does everything to a run that can be done to one, and tells what was shown and thrown meanwhile. */
async function performLeaky(redactor: Redactor): Promise<Readonly<Record<string, string>>> {
  const progress = createRunProgress();
  const shown: unknown[] = [];
  for (const event of ["step:progress", "step:retrying", "step:finished", "run:finished"] as const)
    progress.on(event, (told: unknown) => shown.push(told));
  const runner = leakyRunner(redactor, { progress });

  await runner.request({ ...request, actor: analyst });
  await runner.hold(act);
  await runner.release(act);
  const halted = await thrownBy(runner.advance("night-1"));
  expect(await runner.advance("night-1")).toMatchObject({ status: "in-doubt" });
  await runner.resolve({ ...act, stepId: "doubt", finding: { as: "happened", output: { headers, leak } } });
  const approve = { runId: "night-1", stepId: "approve", actor: analyst, comment: leak };
  const signs = { ...approve, actor: controller };
  const note = `No: ${leak}`;
  await runner.submit({ ...approve, form: { note: leak } });
  await runner.reject({ ...signs, reason });
  await runner.submit({ ...approve, form: { note: leak } });
  expect(await runner.advance("night-1")).toMatchObject({ status: "waiting" });
  const unsound = await thrownBy(runner.submit({ ...approve, form: { note } }));
  await runner.sign(signs);
  await runner.tell({ ...approve, stepId: "listen", told: leak });
  await runner.skip({ ...act, stepId: "spare" });
  const impossible = await thrownBy(runner.skip({ ...act, stepId: leak }));
  expect(await runner.advance("night-1")).toMatchObject({ status: "succeeded" });
  await runner.rerun({ ...act, newRunId: "night-2", fromStepId: "spare" });
  await runner.override({ ...act, runId: "night-2", stepId: "spare", output: [leak] });
  await runner.cancel({ ...act, runId: "night-2" });
  const misfit = { ...input, [leak]: leak };
  const unknown = { ...request, runId: "night-3", procedureId: leak };
  return {
    halted,
    impossible,
    unsound,
    misfit: await thrownBy(runner.request({ ...request, runId: "night-4", input: misfit })),
    unknownProcedure: await thrownBy(runner.request(unknown)),
    unknownRun: await thrownBy(runner.hold({ ...act, runId: leak })),
    shown: inspect(shown, { depth: 10 }),
  };
}

/** Backs the log up, exports and renders what is in it, and tells the texts that are in no file. */
async function publish(): Promise<Readonly<Record<string, string>>> {
  const key = newCheckpointKey();
  const into = join(folder, "pack");
  await log.backUp(join(folder, "backup.sqlite"));
  await exportEvidence(log, { runIds: ["night-1", "night-2"] }, { into, key, actor: analyst });
  expect((await verifyEvidence(into, key)).problems).toEqual([]);
  expect((await verifyLog(log)).problems).toEqual([]);
  const runs = createRunLog(log);
  const run = await runs.get("night-1");
  const guide = await runs.guideOf(run);
  const events = await runs.events("night-1");
  return {
    state: JSON.stringify(run),
    markdown: renderRun(guide, run, { events }),
    html: renderRun(guide, run, { events, format: "html" }),
  };
}

/** Every file below the folder, byte by byte. */
async function readFiles(): Promise<Readonly<Record<string, string>>> {
  const { files } = await listPackFolder(folder);
  const read = files.map(async (file) => [file, await readFile(join(folder, file), "latin1")] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** Where a secret is, in whatever form. */
function leaksIn(texts: Readonly<Record<string, string>>): readonly string[] {
  const wanted = [...sought, middle].flatMap((form) => [
    form,
    Buffer.from(form, "utf8").toString("latin1"),
    Buffer.from(form, "utf16le").toString("latin1"),
  ]);
  return Object.keys(texts).filter((where) => wanted.some((form) => texts[where]?.includes(form)));
}

function redactorOf(...secrets: readonly string[]): Redactor {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.addSecret(secret);
  return redactor;
}

describe("a secret that steps and people put everywhere", () => {
  test("is in no file, page, screen or error", async () => {
    const told = await performLeaky(redactorOf(canary));
    const published = await publish();
    const files = await readFiles();
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(["log.sqlite", "log.sqlite-wal", "backup.sqlite", "pack/index.html"]),
    );
    expect(Object.keys(files).filter((file) => file.startsWith("pack/attachments/"))).toHaveLength(2);
    expect(leaksIn({ ...told, ...published, ...files })).toEqual([]);
    await log.close();
    expect(leaksIn(await readFiles())).toEqual([]);
    const { unknownRun, ...blanked } = { ...told, ...published };
    expect(unknownRun).toContain("run id: holds the value of a secret");
    for (const [where, text] of Object.entries(blanked)) expect(text, where).toContain("[redacted]");
  });

  test("is found in every one of them by this test, where the redactor does not know it", async () => {
    const told = await performLeaky(redactorOf());
    const published = await publish();
    await log.close();
    const files = await readFiles();
    const expected = [
      ...Object.keys({ ...told, ...published }),
      "log.sqlite",
      "backup.sqlite",
      "pack/index.html",
      "pack/runs/night-1/events.jsonl",
      "pack/runs/night-1/run.html",
      ...Object.keys(files).filter((file) => file.startsWith("pack/attachments/")),
    ];
    expect(leaksIn({ ...told, ...published, ...files })).toEqual(expect.arrayContaining(expected));
  });

  test("is refused as the id of a run, an actor or a worker", async () => {
    const redactor = redactorOf(canary);
    const runner = leakyRunner(redactor);
    const refused: Record<string, string> = {
      run: await thrownBy(runner.request({ ...request, runId: leak })),
      actor: await thrownBy(runner.request({ ...request, actor: { kind: "person", id: leak } })),
      worker: await thrownBy(leakyRunner(redactor, { worker: leak }).request(request)),
    };
    for (const text of Object.values(refused)) expect(text).toContain("holds the value of a secret");
    await runner.request(request);
    const moving = leakyRunner(redactor, { worker: leak }).advance("night-1");
    refused["moving"] = await thrownBy(moving);
    const by = { ...act, actor: { kind: "person", id: leak } } as const;
    refused["act"] = await thrownBy(runner.hold(by));
    expect(leaksIn({ ...refused, ...(await readFiles()) })).toEqual([]);
  });
});
