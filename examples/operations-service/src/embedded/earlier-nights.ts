import { rename, rm } from "node:fs/promises";
import {
  type AnyProcedure,
  type Clock,
  createRunner,
  defineGuide,
  type Guide,
  openSqliteLog,
  type StepArguments,
} from "@spm-ops/core";
import { nightRunId } from "../client/night-parts.js";
import { createRandom, type Random } from "./random.js";
import { rehearsedStep, type UsualWorld } from "./rehearsed-step.js";

export interface EarlierNights extends UsualWorld {
  /** The guide under which they were performed. */
  readonly guide: Guide;
  readonly procedure: AnyProcedure;
  /** The first night that is not made up. */
  readonly businessDate: string;
}

const NIGHTS = 24;
const DAY_MS = 86_400_000;

/**
 * Gives a new run log a history, so that monitoring has something to go by: the guide's own procedure, performed by
 * the real runner on a clock of its own, with steps that only pretend. Each run is labelled `origin: generated`.
 */
export async function makeUpEarlierNights(path: string, nights: EarlierNights): Promise<void> {
  const building = `${path}.part`;
  await rm(building, { force: true });
  const stage = createStage();
  const log = await openSqliteLog({ path: ":memory:", clock: stage.clock });
  try {
    const first = Date.parse(nights.businessDate) - NIGHTS * DAY_MS;
    for (let night = 0; night < NIGHTS; night += 1) {
      const startsAt = first + night * DAY_MS;
      const businessDate = new Date(startsAt).toISOString().slice(0, 10);
      stage.moveTo(startsAt + 3 * 3_600_000);
      const guide = rehearse(nights, stage, createRandom(`night of ${businessDate}`));
      const runner = createRunner({
        log,
        guides: [guide],
        worker: "history-generator",
        clock: stage.clock,
        leaseMs: DAY_MS / 2,
      });
      const runId = nightRunId(businessDate);
      const labels = { origin: "generated" };
      await runner.request({ procedureId: nights.procedure.id, runId, input: { businessDate }, labels });
      await runner.advance(runId);
    }
    await log.backUp(building);
  } finally {
    await log.close();
  }
  await rename(building, path);
}

/** The same document, hence the same guide, performed by steps that take their usual time and move their usual rows. */
function rehearse({ guide, procedure, ...world }: EarlierNights, stage: Stage, random: Random): Guide {
  const steps = procedure.steps.map((step) => {
    if (step.kind !== "automated") return step;
    const { accept: _, ...declared } = step;
    return {
      ...declared,
      run: ({ volume }: StepArguments<unknown, unknown>) => {
        const rehearsed = rehearsedStep(step.id, world, random);
        stage.pass(rehearsed.elapsedMs);
        volume(rehearsed.volume);
        return { generated: true };
      },
    };
  });
  const { title, client, environments, contacts, controls, calendars, schedules } = guide.document;
  const rehearsed = { ...procedure, steps };
  return defineGuide({
    ...{ title, client, environments, contacts, controls },
    calendars: calendars && guide.calendars,
    procedures: [rehearsed],
    schedules:
      schedules &&
      guide.schedules.map(({ schedule, input }) => ({
        procedure: rehearsed,
        schedule: schedule.document,
        input,
      })),
  });
}

interface Stage {
  readonly clock: Clock;
  moveTo(at: number): void;
  pass(ms: number): void;
}

function createStage(): Stage {
  let at = 0;
  return {
    clock: {
      now: () => Math.round(at),
      monotonic: () => at,
      // Nothing is waited for on a stage; only what ends with its signal is ever begun.
      wait: (_ms, { signal } = {}) =>
        new Promise((_, reject) =>
          signal?.addEventListener("abort", () => reject(signal.reason), { once: true }),
        ),
    },
    moveTo(next) {
      at = next;
    },
    pass(ms) {
      at += ms;
    },
  };
}
