import type { Log } from "../log/log.js";
import { createRedactor } from "../redact.js";
import { createRunner, type Runner } from "../run/runner.js";
import { isSpmError } from "../spm-error.js";
import { buildGuide, TEAM } from "./guide-built-fixture.js";
import type { GuidePlan } from "./guide-plan-fixture.js";
import { CANARY, type OutsideWorld, reachWorld, type WorldTrouble } from "./outside-world-fixture.js";
import type { SeededRandom } from "./seeded-random-fixture.js";
import { type LogTrouble, reachLog } from "./simulated-log-fixture.js";
import type { SimulatedProcess, SimulatedTime } from "./simulated-time-fixture.js";

/** How long a dead worker keeps a run from others. */
export const LEASE_MS = 3_000;

/** What is common to all who take part. */
export interface Stage {
  readonly time: SimulatedTime;
  readonly random: SeededRandom;
  readonly log: Log;
  readonly plan: GuidePlan;
  readonly world: OutsideWorld;
  readonly faults: string[];
  /** Whether trouble is over. */
  isCalm: boolean;
}

const CALM_WORLD: WorldTrouble = { refuses: 0, loses: 0, forgets: 0, slowestMs: 0 };
const CALM_LOG: LogTrouble = { refuses: 0, loses: 0, slowestMs: 0 };
const BAD_WORLD: WorldTrouble = { refuses: 0.15, loses: 0.15, forgets: 0.3, slowestMs: 300 };
const BAD_LOG: LogTrouble = { refuses: 0.01, loses: 0.02, slowestMs: 40 };

/** A runner as it is in one process, with everything reached from there. */
export function runnerIn(stage: Stage, process: SimulatedProcess, worker: string): Runner {
  const { time, random, world, plan } = stage;
  const reached = reachLog(stage.log, process, {
    ...{ time, random },
    trouble: () => (stage.isCalm ? CALM_LOG : BAD_LOG),
    acknowledge: world.acknowledge,
  });
  const access = reachWorld(world, process.pass, random, () => (stage.isCalm ? CALM_WORLD : BAD_WORLD));
  const check = async () => {
    await process.pass(random.below(1_500));
    return !stage.isCalm && random.chance(0.2) ? "the totals differ" : undefined;
  };
  const guide = buildGuide(plan, { world: access, check });
  const redactor = createRedactor();
  redactor.addSecret(CANARY);
  return createRunner({
    ...{ redactor, log: reached, guides: [guide], worker, team: TEAM },
    clock: process.clock,
    leaseMs: LEASE_MS,
  });
}

/** What goes wrong for somebody is part of life; what no caller could expect is a fault. */
export async function expectOnlyOurErrors(
  stage: Stage,
  what: string,
  call: Promise<unknown>,
): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (!isSpmError(error)) stage.faults.push(`${what} threw ${String(error)}`);
    return false;
  }
}
