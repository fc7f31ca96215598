import { type Clock, isZone, type Log, parseOptions, type Redactor, type RunState } from "@spm-ops/core";
import { z } from "zod";
import type { ExpectationOptions } from "../expectation/expectation-options.js";
import type { Figure } from "../expectation/figure.js";
import type { RunReading } from "../expectation/figures-of-run.js";
import type { ExplainedJudgement } from "../expectation/judgement/explained-judgement.js";
import type { Symptom } from "../incident/symptom.js";
import type { SnapshotStore } from "./snapshot-file.js";

/** What is odd about a run, as far as it can be known before it ends. */
export type OddFigure = Pick<ExplainedJudgement, "subject" | "measure" | "runId" | "verdict">;

export interface RunMonitorOptions {
  readonly log: Log;
  /** Who watches: kept with all that it writes. Several that bear one name count as one. */
  readonly monitor: string;
  readonly reading: RunReading;
  readonly expectations?: ExpectationOptions | undefined;
  /** Which figures are judged and learned from. @defaultValue all */
  readonly isWatched?: ((figure: Figure, run: RunState) => boolean) | undefined;
  /** Of which odd figures people are told; also of a step that takes too long while it runs. @defaultValue all */
  readonly isTold?: ((odd: OddFigure) => boolean) | undefined;
  /** The environment that a run, or what is wrong with it, is about, as the guide names it. @defaultValue none */
  readonly environmentOf?: ((run: RunState, subject: string) => string | undefined) | undefined;
  /** What was learned is kept there, so that a new start goes on from it. @defaultValue a new start reads the whole log */
  readonly snapshots?: SnapshotStore | undefined;
  /** How often it is kept. @defaultValue 3_600_000 */
  readonly snapshotEveryMs?: number | undefined;
  /** What ended longer ago is learned from and not told any more. @defaultValue 604_800_000: 7 days */
  readonly lookbackMs?: number | undefined;
  /** How many changes of the log one look takes in; the rest is for the next one. @defaultValue 10_000 */
  readonly changesALook?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Takes secrets out of all that is kept. @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
  /** Told of each judgement, also of figures that are as expected; after a new start perhaps once more. */
  readonly onJudged?: ((judgement: ExplainedJudgement, run: RunState) => void) | undefined;
  /** At least once for each symptom, then the very same. One that throws is told again with the next look. */
  readonly onSymptom: (symptom: Symptom) => Promise<void> | void;
}

const numbers = z.object({
  monitor: z.string().min(1),
  zone: z.string().refine(isZone, "is no IANA zone that is known here"),
  snapshotEveryMs: z.number().positive().default(3_600_000),
  lookbackMs: z.number().positive().default(604_800_000),
  changesALook: z.int().positive().default(10_000),
});

/** @throws SpmError `config.invalid` with everything that is wrong. */
export function parseRunMonitorOptions({ reading, ...options }: RunMonitorOptions) {
  const { monitor, snapshotEveryMs, lookbackMs, changesALook } = options;
  return parseOptions(
    numbers,
    { monitor, zone: reading.zone, snapshotEveryMs, lookbackMs, changesALook },
    "the run monitor",
  );
}
