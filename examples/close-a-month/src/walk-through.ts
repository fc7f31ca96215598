import { generateKeyPairSync } from "node:crypto";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Clock,
  createCheckpointKey,
  createRunLog,
  createRunner,
  createSlotLog,
  createSlotWatch,
  exportEvidence,
  isSpmError,
  type Log,
  openSqliteLog,
  type Runner,
  type RunState,
  renderGuide,
  renderRun,
  verifyEvidence,
} from "@spm-ops/core";
import { createMonthGuide } from "./guide.js";
import { createStoryClock, type StoryClock } from "./story-clock.js";

const person = (id: string) => ({ kind: "person", id }) as const;
const analyst = person("analyst-1");
const controller = person("controller-1");
const colleague = person("controller-2");
const payroll = person("payroll-1");
const timeZone = "America/New_York";

/** Closes January in a folder, and tells what happens, a line each. */
export async function walkThrough(folder: string, tell: (line: string) => void): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "2026-01.csv"), "payee,amount\nP-1,120.50\nP-2,80.00\nP-3,99.50\n");
  const clock = createStoryClock(Date.parse("2026-01-02T14:00:00Z"));
  const guide = createMonthGuide(folder);
  await writeFile(
    join(folder, "guide.html"),
    renderGuide(guide.document, { hash: guide.hash, format: "html" }),
  );

  await using log = await openSqliteLog({ path: join(folder, "log.sqlite"), clock });
  // The same person may hold two roles; who prepares a form does not sign it all the same.
  const team = { analyst: ["analyst-1"], controller: ["analyst-1", "controller-1", "controller-2"] };
  const runner = createRunner({ log, guides: [guide], worker: "month-end", clock, team });
  const watch = createSlotWatch({ log, runner, guide, worker: "month-end", clock });
  await watch.begin();

  clock.moveTo(Date.parse("2026-01-15T23:00:00Z"));
  const { runIds } = await watch.look();
  const [runId = ""] = runIds;
  tell(`The tenth working day, 18:00 in New York: ${runId} is due.`);
  const waiting = await runner.advance(runId);
  tell(
    `${runId} is ${waiting.status}: ${waiting.steps.map(({ stepId, status }) => `${stepId} ${status}`).join(", ")}.`,
  );

  const run = await actOnMonth(runner, clock, { runId, tell });
  const january = { fromMs: Date.parse("2026-01-02T14:00:00Z"), toMs: Date.parse("2026-02-01T00:00:00Z") };
  const [scheduled] = guide.schedules;
  if (scheduled === undefined) throw new TypeError("the guide has a schedule");
  const { counts } = await createSlotLog(log, { clock }).report(scheduled.schedule, january);
  tell(`Slots of January: ${counts.ran} ran, ${counts.missed} missed, ${counts.unexplained} unexplained.`);

  const events = await createRunLog(log).events(runId);
  await writeFile(
    join(folder, "run.html"),
    renderRun(guide.document, run, { format: "html", events, timeZone }),
  );
  await prove(log, [runId, `${runId}/load`], { into: join(folder, "evidence"), clock, tell });
}

interface Telling {
  readonly runId: string;
  tell(line: string): void;
}

/** What people do about the month until it is closed. */
async function actOnMonth(runner: Runner, clock: StoryClock, { runId, tell }: Telling): Promise<RunState> {
  const at = { runId, stepId: "sign" };
  const refused = async (what: string, act: Promise<unknown>) => {
    try {
      await act;
    } catch (error) {
      if (!isSpmError(error, "run.refused")) throw error;
      tell(`${what} is refused: ${error.details.issues.join(", ")}.`);
    }
  };
  await refused("A form", runner.submit({ ...at, actor: analyst, form: { ledgerTotal: "30.00" } }));
  await runner.submit({ ...at, actor: analyst, form: { ledgerTotal: "300.00" } });
  await refused("A signature", runner.sign({ ...at, actor: analyst }));
  await runner.sign({ ...at, actor: controller });
  tell("controller-1 has signed; one more signature is needed.");

  clock.moveTo(Date.parse("2026-01-20T17:00:00Z"));
  await runner.advance(runId);
  tell("Two working days later, for the 19th is a holiday, the controllers are called.");
  await runner.sign({ ...at, actor: colleague });
  await runner.advance(runId);
  await runner.tell({ runId, stepId: "paid", told: { batch: "B-7" }, actor: payroll });
  const run = await runner.advance(runId);
  tell(`${runId} ${run.status}: ${JSON.stringify(run.steps.at(-1)?.output)}.`);
  return run;
}

interface Proving {
  readonly into: string;
  readonly clock: Clock;
  tell(line: string): void;
}

/** Exports the evidence of runs, and looks at it as a stranger would. */
async function prove(log: Log, runIds: readonly string[], { into, clock, tell }: Proving): Promise<void> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = createCheckpointKey({ name: "example.test/month-end", privateKey });
  const { publicKey, files } = await exportEvidence(log, { runIds }, { into, key, actor: analyst, clock });
  const whole = await verifyEvidence(into, { publicKey });
  tell(
    `The evidence of ${whole.runIds.length} runs is ${files} files, with ${whole.problems.length} problems.`,
  );
  await appendFile(join(into, "index.html"), " ");
  const { problems } = await verifyEvidence(into, { publicKey });
  tell(`With one byte added: ${problems.map(({ file }) => file).join(", ")} is not as it was.`);
}
