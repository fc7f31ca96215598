import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { runKind } from "../run/run-kind.js";
import { createRunLog } from "../run/run-log.js";
import type { Runner } from "../run/runner.js";
import { checkInvariants, digestLog } from "./check-invariants-fixture.js";
import { driveToEnd } from "./drive-to-end-fixture.js";
import { planGuide } from "./guide-plan-fixture.js";
import { createOutsideWorld } from "./outside-world-fixture.js";
import { rememberEvents } from "./remembered-log-fixture.js";
import { createSeededRandom } from "./seeded-random-fixture.js";
import { actAtRandom, person } from "./simulated-people-fixture.js";
import { beginProcess, createSimulatedTime, type SimulatedProcess } from "./simulated-time-fixture.js";

import { expectOnlyOurErrors, LEASE_MS, runnerIn, type Stage } from "./stage-fixture.js";

const CHAOS_MS = 20_000;
const START_MS = Date.UTC(2026, 0, 5);

/** One history of a guide that nobody wrote, and what in it cannot be true. */
export interface History {
  readonly seed: number;
  /** Of the whole log: the same for the same seed. */
  readonly digest: string;
  readonly events: number;
  readonly faults: readonly string[];
}

/** Lets workers, people and trouble have their way with a guide for a while, then drives all of it to its end. */
export async function simulate(seed: number): Promise<History> {
  const random = createSeededRandom(seed);
  const time = createSimulatedTime(START_MS);
  const clock = { now: time.now, monotonic: time.now, wait: () => Promise.reject(new TypeError("no waits")) };
  const log = await openSqliteLog({ path: ":memory:", clock });
  const stage: Stage = {
    ...{ time, random, log: rememberEvents(log) },
    plan: planGuide(random),
    world: createOutsideWorld(),
    faults: [],
    isCalm: false,
  };
  try {
    await haveTrouble(stage);
    stage.isCalm = true;
    await driveToEnd(stage);
    const faults = [...stage.faults, ...(await checkInvariants(log, stage.world, stage.plan))];
    let events = 0;
    for await (const { head } of log.changes()) events += head.seq;
    return { seed, digest: await digestLog(log), events, faults };
  } finally {
    await log.close();
  }
}

async function haveTrouble(stage: Stage): Promise<void> {
  const { time, random } = stage;
  const workers = Array.from({ length: random.between(2, 4) }, (_, number) => employ(stage, number));
  const desk = beginProcess(time);
  const people = runnerIn(stage, desk, "desk");
  for (let number = 0; number < 3; number += 1) void request(stage, desk, people, number);
  for (let number = 0; number < 4; number += 1) void actForEver(stage, desk, people);
  const nemesis = beginProcess(time);
  void trouble(stage, nemesis, workers);
  await time.until(beginProcess(time).pass(CHAOS_MS));
  nemesis.kill();
}

/** The place of a worker, which is filled anew when it dies. */
interface Post {
  process: SimulatedProcess;
  readonly number: number;
}

function employ(stage: Stage, number: number): Post {
  const process = beginProcess(stage.time, stage.random.between(-2_000, 2_000));
  void workForEver(stage, process, number);
  return { process, number };
}

async function workForEver(stage: Stage, process: SimulatedProcess, number: number): Promise<void> {
  const { random, log } = stage;
  const runner = runnerIn(stage, process, `worker ${number}`);
  while (!stage.isCalm) {
    await process.pass(random.below(1_000));
    const heads = [];
    const query = { kind: "run", dueByMs: random.chance(0.9) ? process.clock.now() : undefined };
    for await (const { stream } of log.list(query)) heads.push(stream.id);
    const runId = random.pickOf(heads);
    if (runId !== undefined) await expectOnlyOurErrors(stage, `advance ${runId}`, runner.advance(runId));
  }
}

async function trouble({ random, ...stage }: Stage, process: SimulatedProcess, posts: Post[]): Promise<void> {
  for (;;) {
    await process.pass(random.below(2_500));
    const post = random.pickOf(posts);
    if (post === undefined) continue;
    if (random.chance(0.5)) {
      post.process.sleep(random.below(3 * LEASE_MS));
    } else {
      post.process.kill();
      await process.pass(random.below(1_000));
      posts[posts.indexOf(post)] = employ({ random, ...stage }, post.number);
    }
  }
}

async function request(stage: Stage, desk: SimulatedProcess, runner: Runner, number: number): Promise<void> {
  const { random } = stage;
  const procedureId = random.chance(0.8) ? "main" : "called";
  const actor = random.pick([undefined, person("ada"), person("cleo"), person("dana")]);
  const asked = { procedureId, runId: `run-${number}`, input: {}, actor };
  await desk.pass(random.below(8_000));
  while (!(await expectOnlyOurErrors(stage, "request", runner.request(asked)))) await desk.pass(200);
}

async function actForEver(stage: Stage, desk: SimulatedProcess, runner: Runner): Promise<void> {
  const { random, log, world, plan } = stage;
  while (!stage.isCalm) {
    await desk.pass(random.below(1_200));
    const runIds = [];
    for await (const { stream, status } of log.list({ kind: "run" }))
      if (runKind.ended?.includes(status) !== true || random.chance(0.03)) runIds.push(stream.id);
    const runId = random.pickOf(runIds);
    if (runId === undefined) continue;
    const run = await createRunLog(log).get(runId);
    const steps = plan.find(({ id }) => id === run.procedureId)?.steps ?? [];
    await expectOnlyOurErrors(stage, "an act", actAtRandom({ runner, run, steps, world }, random));
  }
}
