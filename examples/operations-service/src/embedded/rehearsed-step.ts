import type { Volume } from "@spm-ops/core";
import type { Pace } from "./pace.js";
import type { Random } from "./random.js";
import type { FileMeasure, UsualNight } from "./usual-night.js";

/** What a step of a made-up night took and moved. */
export interface RehearsedStep {
  readonly elapsedMs: number;
  readonly volume: Volume;
}

/** What a usual night brings, and how fast the world around it is. */
export interface UsualWorld {
  readonly usual: UsualNight;
  readonly pace: Pace;
}

/** Milliseconds that a step usually takes, and how much that varies: a share of it, up or down. */
function usualDuration(stepId: string, pace: Pace): readonly [medianMs: number, spread: number] {
  switch (stepId) {
    case "receive":
      return [4 * pace.fileMs + pace.settleMs + 2 * pace.pollMs, 0.12];
    case "wait-load":
      return [pace.importMs + pace.jobPollMs, 0.12];
    case "wait-calculation":
      return [pace.calculationMs / 4, 0.12];
    case "wait-report":
      return [pace.exportMs + pace.jobPollMs, 0.15];
    case "validate-pipeline":
    case "stage-pipeline":
      return [400, 0.5];
    default:
      return QUICK;
  }
}

/** The rest is quick, and depends on how busy the machine is. */
const QUICK = [120, 0.6] as const;

/** Rows that were rejected by us, and those that the environment did not take. */
const REJECTED_SHARE = 0.001;
const NOT_LOADED_SHARE = 0.04;

/** Makes up one step of a usual night. */
export function rehearsedStep(stepId: string, { usual, pace }: UsualWorld, random: Random): RehearsedStep {
  const [medianMs, spread] = usualDuration(stepId, pace);
  return { elapsedMs: random.around(medianMs, spread), volume: rehearsedVolume(stepId, usual, random) };
}

function rehearsedVolume(stepId: string, usual: UsualNight, random: Random): Volume {
  const { accounts, products, salesTeams, pipeline } = usual;
  switch (stepId) {
    case "receive":
      return {
        files: 4,
        bytes: [accounts, products, salesTeams, varied(pipeline, random)].reduce(
          (sum, { bytes }) => sum + bytes,
          0,
        ),
      };
    case "validate-accounts":
      return validated(accounts, 0);
    case "validate-products":
      return validated(products, 0);
    case "validate-sales-teams":
      return validated(salesTeams, 0);
    case "validate-pipeline":
      return validated(
        varied(pipeline, random),
        Math.round(random.around(pipeline.rows * REJECTED_SHARE, 0.2)),
      );
    case "wait-load": {
      const { rows } = varied(pipeline, random);
      const rowsRejected = Math.round(random.around(rows * NOT_LOADED_SHARE, 0.1));
      return { rowsRead: rows, rowsWritten: rows - rowsRejected, rowsRejected };
    }
    default:
      return {};
  }
}

function validated({ rows, bytes }: FileMeasure, rowsRejected: number): Volume {
  return { rowsRead: rows, rowsWritten: rows - rowsRejected, rowsRejected, bytes };
}

function varied({ rows, bytes }: FileMeasure, random: Random): FileMeasure {
  const factor = random.around(1, 0.03);
  return { rows: Math.round(rows * factor), bytes: Math.round(bytes * factor) };
}
