import type { StreamHead } from "../log/log.js";
import { runKind } from "../run/run-kind.js";
import { createRunLog } from "../run/run-log.js";
import { actDiligently } from "./simulated-people-fixture.js";
import { beginProcess } from "./simulated-time-fixture.js";
import { expectOnlyOurErrors, LEASE_MS, runnerIn, type Stage } from "./stage-fixture.js";

/** Longer than anything waits in a guide that was thought up, and than a run is put off at most. */
const ROUNDS = 200;
const LONGEST_MS = 3_600_000;

/** How often nothing may come of a look at all runs before nothing will. */
const QUIET_ROUNDS = 12;

/**
 * Has one healthy worker move what is due, and diligent people do what is theirs, until every run has ended or nothing
 * more comes of it. Nobody moves a run that is not due: it has to say so itself.
 */
export async function driveToEnd(stage: Stage): Promise<void> {
  const { time, log } = stage;
  const process = beginProcess(time);
  const runner = runnerIn(stage, process, "healthy");
  const pass = (ms: number) => time.until(process.pass(ms));
  // Whoever is still asleep wakes up meanwhile, and finds that others have gone on.
  await pass(4 * LEASE_MS);
  let events = -1;
  let quiet = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const open = await openRuns(stage);
    if (open.length === 0) return;
    const before = events;
    events = open.reduce((sum, { head }) => sum + head.seq, 0);
    if (events === before) {
      const next = Math.min(...open.map(({ dueMs = 0 }) => (dueMs > time.now() ? dueMs : Infinity)));
      quiet += 1;
      if (quiet > QUIET_ROUNDS) return;
      // A claim that is still held keeps a run from being moved, but not for long.
      await pass(Math.min(Math.max(next - time.now(), 2 * LEASE_MS), LONGEST_MS));
    }
    for await (const { stream } of log.list({ kind: runKind.name, dueByMs: time.now() }))
      await time.until(expectOnlyOurErrors(stage, `advance ${stream.id}`, runner.advance(stream.id)));
    for (const { stream } of open) {
      const run = await createRunLog(log).get(stream.id);
      const procedure = stage.plan.find(({ id }) => id === run.procedureId);
      const situation = { runner, run, steps: procedure?.steps ?? [], world: stage.world };
      await time.until(expectOnlyOurErrors(stage, "a duty", actDiligently(situation, procedure)));
    }
  }
}

async function openRuns({ log }: Stage): Promise<readonly StreamHead[]> {
  const open = [];
  for await (const head of log.list({ kind: runKind.name }))
    if (runKind.ended?.includes(head.status) !== true) open.push(head);
  return open;
}
