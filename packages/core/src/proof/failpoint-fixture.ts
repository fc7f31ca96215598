import type { Log } from "../log/log.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { runKind } from "../run/run-kind.js";
import { createRunLog } from "../run/run-log.js";
import type { RunState } from "../run/run-state.js";
import { createRunner, type Runner } from "../run/runner.js";
import { isSpmError, SpmError } from "../spm-error.js";
import { checkInvariants } from "./check-invariants-fixture.js";
import { buildGuide, TEAM } from "./guide-built-fixture.js";
import type { GuidePlan } from "./guide-plan-fixture.js";
import {
  createOutsideWorld,
  type OutsideWorld,
  reachWorld,
  type WorldAccess,
} from "./outside-world-fixture.js";
import { createSeededRandom } from "./seeded-random-fixture.js";
import { actDiligently } from "./simulated-people-fixture.js";
import {
  beginProcess,
  createSimulatedTime,
  type SimulatedProcess,
  type SimulatedTime,
} from "./simulated-time-fixture.js";

const LEASE_MS = 3_000;
const ROUNDS = 40;
const QUIET = { refuses: 0, loses: 0, forgets: 0, slowestMs: 0 };

/** What is done to a guide, in every life anew: who finds it done goes on. */
export interface Scenario {
  readonly plan: GuidePlan;
  /** The guide of a later version, for those who migrate. */
  readonly laterPlan?: GuidePlan | undefined;
  /** The procedures of the runs that are asked for. @defaultValue one run of `main` */
  readonly requests?: readonly string[] | undefined;
  /** Keys of effects that the outside world refuses for good. */
  readonly refused?: RegExp | undefined;
  /** Whether steps attach something. */
  readonly attaches?: boolean | undefined;
  /** What people do as long as a run is as it is. @defaultValue what is theirs to do, truly and at once */
  readonly act?: ((runner: Runner, run: RunState, laterHash: string) => Promise<unknown>) | undefined;
  /** What people do with a run that has ended, and the run that this leads to. @defaultValue nothing */
  readonly actAfter?: ((runner: Runner, run: RunState) => Promise<RunState | undefined>) | undefined;
}

/** What came of it. */
export interface Proof {
  /** Whether the boundary was reached, and the first life ended there. */
  readonly crashed: boolean;
  readonly faults: readonly string[];
  readonly runs: readonly RunState[];
  readonly world: OutsideWorld;
}

/**
 * Has a process end at its n-th boundary, the moment before or after a write or an effect, and another one go on.
 *
 * @param open opens the log of a life. @defaultValue one in memory, which outlives the process
 */
export async function crashAt(n: number, scenario: Scenario, open?: OpenLog): Promise<Proof> {
  const time = createSimulatedTime(Date.UTC(2026, 0, 5));
  const world = createOutsideWorld();
  const clock = { now: time.now, monotonic: time.now, wait: () => Promise.reject(new TypeError("no waits")) };
  const kept = open === undefined ? await openSqliteLog({ path: ":memory:", clock }) : undefined;
  let crashed = false;
  for (const limit of [n, Infinity]) {
    const log = kept ?? (await (open ?? openSqliteLog)({ path: ":memory:", clock }));
    const process = beginProcess(time);
    const fuse = createFuse(process, limit);
    const ended = await time.until(
      Promise.race([live({ time, log, process, pass: fuse.pass, world, scenario }), fuse.burnt]),
    );
    crashed ||= ended === "crashed";
    const isLast = ended === "ended";
    const faults = isLast ? await checkInvariants(log, world, scenario.laterPlan ?? scenario.plan) : [];
    const runs: RunState[] = [];
    if (isLast) for await (const run of createRunLog(log).list()) runs.push(run);
    if (isLast || kept === undefined) await log.close();
    if (isLast) return { crashed, faults, runs, world };
    await time.until(beginProcess(time).pass(2 * LEASE_MS));
  }
  throw new TypeError("the second life ended too");
}

/** Opens the log of one life. */
export type OpenLog = typeof openSqliteLog;

function createFuse(process: SimulatedProcess, limit: number) {
  let passed = 0;
  let burn = (_: "crashed") => undefined as unknown;
  const burnt = new Promise<"crashed">((resolve) => {
    burn = resolve;
  });
  const pass = async () => {
    passed += 1;
    if (passed < limit) return;
    process.kill();
    burn("crashed");
    await new Promise(() => undefined);
  };
  return { burnt, pass };
}

interface Life {
  readonly time: SimulatedTime;
  readonly log: Log;
  readonly process: SimulatedProcess;
  readonly pass: () => Promise<void>;
  readonly world: OutsideWorld;
  readonly scenario: Scenario;
}

/** Asks for runs, moves what is due, and acts on them, until all have ended or nothing more comes of it. */
async function live(life: Life): Promise<"ended"> {
  const { log, process, scenario, world } = life;
  const { runner, laterHash } = runnerIn(life);
  const { requests = ["main"], plan, act } = scenario;
  for (const [number, procedureId] of requests.entries())
    await runner.request({ procedureId, runId: `run-${number}`, input: {} });
  let [seen, quiet] = [0, 0];
  for (let round = 0; round < ROUNDS && quiet < 8; round += 1) {
    let events = 0;
    let open = 0;
    for await (const { stream } of log.list({ kind: runKind.name, dueByMs: process.clock.now() }))
      await forgiving(runner.advance(stream.id));
    for await (const { stream, status, head } of log.list({ kind: runKind.name })) {
      events += head.seq;
      const run = await createRunLog(log).get(stream.id);
      if (runKind.ended?.includes(status) === true) {
        const next = await scenario.actAfter?.(runner, run);
        if (next !== undefined && next.finishedAt === undefined) open += 1;
        continue;
      }
      open += 1;
      const procedure = plan.find(({ id }) => id === run.procedureId);
      const situation = { runner, run, steps: procedure?.steps ?? [], world };
      await forgiving(act?.(runner, run, laterHash) ?? actDiligently(situation, procedure));
    }
    if (open === 0) return "ended";
    quiet = events === seen ? quiet + 1 : 0;
    if (events === seen) await process.pass(2 * LEASE_MS);
    seen = events;
  }
  return "ended";
}

/** What is refused was done already, or cannot be. */
async function forgiving(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isSpmError(error)) throw error;
  }
}

function runnerIn(life: Life): { readonly runner: Runner; readonly laterHash: string } {
  const { process, pass, world, scenario } = life;
  const { plan, laterPlan, refused, attaches = false } = scenario;
  const access = reachWorld(world, pass, createSeededRandom(1), () => QUIET);
  const guarded: WorldAccess = {
    find: access.find,
    async perform(attempt, contract) {
      if (refused?.test(attempt.key) === true)
        throw new SpmError("remote.rejected", "No.", {
          ...{ operation: attempt.key, status: 422, requestId: undefined },
        });
      if (attaches) await attempt.attach({ name: "report", mediaType: "text/plain", content: BYTES });
      return access.perform(attempt, contract);
    },
  };
  const check = async () => {
    await pass();
    return undefined;
  };
  const guide = buildGuide(plan, { world: guarded, check });
  const later = laterPlan && buildGuide(laterPlan, { world: guarded, check });
  const runner = createRunner({
    log: boundLog(life),
    guides: later === undefined ? [guide] : [guide, later],
    worker: "worker",
    clock: process.clock,
    team: TEAM,
    leaseMs: LEASE_MS,
  });
  return { runner, laterHash: later?.hash ?? "" };
}

const BYTES = new TextEncoder().encode("attached");

/** A log whose writes have a boundary before them and one after. */
function boundLog({ log, time, pass, world: { acknowledge } }: Life): Log {
  const bounded =
    <Given extends unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await pass();
      const result = await time.work(() => call(...given));
      await pass();
      return result;
    };
  return {
    ...log,
    append: bounded(async (stream, append) => {
      const events = await log.append(stream, append);
      acknowledge(events);
      return events;
    }),
    appendAll: bounded(log.appendAll),
    appendClaiming: bounded(log.appendClaiming),
    claim: bounded(log.claim),
    renew: bounded(log.renew),
    release: bounded(log.release),
    attach: bounded(log.attach),
  };
}
