import { type Clock, createRunLog, foldStream, isSpmError, type Log, type RunState } from "@spm-ops/core";
import { incidentKind } from "../incident/incident-kind.js";
import type { Symptom } from "../incident/symptom.js";
import { withoutExplained } from "./explained-symptoms.js";
import { readLateness } from "./run-lateness.js";
import type { RunLearning } from "./run-learning.js";
import type { RunMonitorMonth } from "./run-monitor-kind.js";
import type { RunMonitorOptions } from "./run-monitor-options.js";
import { toRunSymptoms } from "./run-symptoms.js";
import { newsOf, withNews } from "./run-tellings.js";
import type { SeenRun } from "./run-trouble.js";

/** What is needed to take in the log. */
export interface TakingIn extends Pick<RunMonitorOptions, "environmentOf"> {
  readonly log: Log;
  readonly clock: Clock;
  readonly lookbackMs: number;
  readonly changesALook: number;
  readonly month: RunMonitorMonth;
  readonly signal: AbortSignal;
}

/** A stream that cannot be read. It is passed over, and read again when it changes. */
interface UnreadableStream {
  readonly about: string;
  readonly error: unknown;
}

/** What of the log was taken in. */
export interface TakenIn {
  readonly changes: number;
  readonly isBehind: boolean;
  readonly failures: readonly UnreadableStream[];
}

/** Takes in what has changed in the log since the last time, and then what time alone has brought about. */
export async function takeInLog(learning: RunLearning, taking: TakingIn): Promise<TakenIn> {
  const { log, changesALook, signal } = taking;
  const failures: UnreadableStream[] = [];
  const readable = async (about: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (isSpmError(error, "log.damaged")) failures.push({ about, error });
      else if (!isSpmError(error, "log.expired")) throw error;
    }
  };
  let changes = 0;
  for await (const change of log.changes({ afterPosition: learning.position, limit: changesALook })) {
    signal.throwIfAborted();
    const { stream, updatedAt } = change;
    await readable(`${stream.kind}/${stream.id}`, async () => {
      if (stream.kind === "run")
        await takeInRun(learning, taking, { runId: stream.id, changedMs: updatedAt });
      if (stream.kind === incidentKind.name) await takeInIncident(learning, taking, stream.id);
    });
    learning.position = change.position;
    changes += 1;
  }
  if (changes === changesALook) return { changes, isBehind: true, failures };
  for (const runId of learning.judging.unseenRuns()) {
    const head = await log.find({ kind: "run", id: runId });
    const changedMs = head?.updatedAt ?? taking.clock.now();
    await readable(`run/${runId}`, () => takeInRun(learning, taking, { runId, changedMs }));
  }
  passTime(learning, taking);
  return { changes, isBehind: false, failures };
}

async function takeInRun(
  learning: RunLearning,
  taking: TakingIn,
  { runId, changedMs }: { readonly runId: string; readonly changedMs: number },
): Promise<void> {
  const { log, clock } = taking;
  const { find } = createRunLog(log);
  const run = await find(runId);
  if (run === undefined) return;
  const seen: SeenRun = { run, changedMs };
  learning.changes.before(run);
  const told = withNews(taking.month.told, learning.found);
  const figures = learning.judging.see(seen, told, await readLateness(log, run));
  const origins = run.status === "succeeded" ? await findOrigins(run, find) : [];
  const { raised, cleared } = toRunSymptoms(seen, told, { nowMs: clock.now(), origins });
  const wrong = run.finishedAt === undefined ? raised : timely(raised, taking);
  const symptoms = [...cleared, ...wrong, ...timely(figures, taking)];
  addFound(learning, taking, withEnvironment(symptoms, run, taking));
}

async function takeInIncident(learning: RunLearning, { log }: TakingIn, id: string): Promise<void> {
  const incident = foldStream(incidentKind, await log.read({ kind: incidentKind.name, id }));
  if (incident !== undefined) learning.judging.takeAnswers(incident);
}

/** What has become late, or takes too long, without anything having changed. */
function passTime(learning: RunLearning, taking: TakingIn): void {
  const nowMs = taking.clock.now();
  const told = withNews(taking.month.told, learning.found);
  for (const { seen, overdue } of learning.judging.underWay(nowMs)) {
    const { raised } = toRunSymptoms(seen, told, { nowMs, origins: [] });
    const late = withoutExplained(overdue, told);
    addFound(learning, taking, withEnvironment([...raised, ...late], seen.run, taking));
  }
}

function withEnvironment(
  symptoms: readonly Symptom[],
  run: RunState,
  { environmentOf }: TakingIn,
): readonly Symptom[] {
  return symptoms.map((symptom) => {
    const environment = environmentOf?.(run, symptom.subject);
    return environment === undefined ? symptom : { ...symptom, environment };
  });
}

/** Of what had ended before anybody watched, or too long ago, nobody is told. */
function timely(ended: readonly Symptom[], { month, clock, lookbackMs }: TakingIn): readonly Symptom[] {
  const fromMs = Math.max(month.begunMs, clock.now() - lookbackMs);
  return ended.filter(({ at, state }) => state === "cleared" || at >= fromMs);
}

function addFound(learning: RunLearning, { month }: TakingIn, symptoms: readonly Symptom[]): void {
  const news = newsOf(withNews(month.told, learning.found), symptoms);
  learning.found = [...learning.found, ...news];
}

/** The runs that one repeats, directly or not, the nearest first. */
async function findOrigins(
  run: RunState,
  find: (runId: string) => Promise<RunState | undefined>,
): Promise<readonly string[]> {
  const origins: string[] = [];
  let id = run.rerunOf?.runId;
  while (id !== undefined && !origins.includes(id)) {
    origins.push(id);
    id = (await find(id))?.rerunOf?.runId;
  }
  return origins;
}
