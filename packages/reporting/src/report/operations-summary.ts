import { type Judgement, type RunState, toStepSubject } from "@spm-ops/core";
import type { ArchivedRow } from "./archived-row.js";
import type { DeliveryRow } from "./delivery-row.js";
import { type DurationHistory, toDurationHistories } from "./duration-history.js";
import { isGenerated } from "./generated-run.js";
import type { LoadRow } from "./load-row.js";
import { type StepSummary, toStepSummary } from "./step-summary.js";
import { type SummaryRemark, toRemarks } from "./summary-remarks.js";
import { type SummaryVerdict, toHeadline, toVerdict } from "./summary-verdict.js";

/** Everything that is known of a run when its report is made. Times are milliseconds since 1970. */
export interface RunFacts {
  readonly run: RunState;
  /** What monitoring said of this run; a step's judgements have the subject `procedure/step`. */
  readonly judgements: readonly Judgement[];
  /** The titles that the guide gives, by id: of the procedure and of its steps. An id without one stands for itself. */
  readonly titles: Readonly<Record<string, string>>;
  readonly client: string;
  readonly environment: string;
  readonly generatedAt: number;
  /** Runs of the same procedure before this one, in any order. */
  readonly earlierRuns?: readonly RunState[] | undefined;
  readonly deliveries?: readonly DeliveryRow[] | undefined;
  readonly loads?: readonly LoadRow[] | undefined;
  /** What was archived before this summary was made. */
  readonly archived?: readonly ArchivedRow[] | undefined;
  /** The hash of the last event of the run's log that the summary rests on. */
  readonly logHash?: string | undefined;
  /** The zone in which times are shown, by its IANA name. @defaultValue "UTC" */
  readonly timeZone?: string | undefined;
}

/** What is to be said of one run: plain data, from which each format is rendered. */
export interface OperationsSummary {
  readonly verdict: SummaryVerdict;
  /** The verdict in one sentence. */
  readonly headline: string;
  /** What a person should look at, the most serious first. */
  readonly remarks: readonly SummaryRemark[];
  readonly title: string;
  readonly client: string;
  readonly environment: string;
  readonly runId: string;
  readonly procedureId: string;
  readonly requestedBy: string;
  readonly requestedAt: number;
  /** When the first step was begun. */
  readonly startedAt?: number | undefined;
  readonly finishedAt?: number | undefined;
  /** How often another worker took the run up again after a crash. */
  readonly resumptions: number;
  /** What was judged of the run as a whole. */
  readonly duration?: Judgement | undefined;
  readonly steps: readonly StepSummary[];
  readonly deliveries: readonly DeliveryRow[];
  readonly loads: readonly LoadRow[];
  readonly archived: readonly ArchivedRow[];
  readonly histories: readonly DurationHistory[];
  readonly guideHash: string;
  readonly logHash?: string | undefined;
  readonly generatedAt: number;
  readonly timeZone: string;
  /** The run itself did not happen but was generated. */
  readonly isGenerated: boolean;
}

/** Says of one run what is to be said of it. Pure: the same facts give the same summary. */
export function summariseRun(facts: RunFacts): OperationsSummary {
  const { run, judgements, titles } = facts;
  const { deliveries = [], loads = [], archived = [], earlierRuns = [], timeZone = "UTC" } = facts;
  const steps = run.steps.map((step) =>
    toStepSummary(step, {
      title: titles[step.stepId] ?? step.stepId,
      judgements: judgements.filter(({ subject }) => subject === toStepSubject(run.procedureId, step.stepId)),
      runStartedAt: run.steps[0]?.startedAt ?? run.requestedAt,
      generatedAt: facts.generatedAt,
    }),
  );
  const title = titles[run.procedureId] ?? run.procedureId;
  const duration = judgements.find(
    ({ subject, measure }) => subject === run.procedureId && measure === "durationMs",
  );
  const remarks = toRemarks({ run, steps, judgements, titles, deliveries, loads });
  const verdict = toVerdict(run.status, remarks);
  return {
    verdict,
    headline: toHeadline(verdict, { title, remarks }),
    remarks,
    title,
    client: facts.client,
    environment: facts.environment,
    runId: run.runId,
    procedureId: run.procedureId,
    requestedBy: run.requestedBy.id,
    requestedAt: run.requestedAt,
    startedAt: run.steps[0]?.startedAt,
    finishedAt: run.finishedAt,
    resumptions: run.resumptions,
    duration,
    steps,
    deliveries,
    loads,
    archived,
    histories: toDurationHistories({ run, title, steps, duration, earlierRuns }),
    guideHash: run.guideHash,
    logHash: facts.logHash,
    generatedAt: facts.generatedAt,
    timeZone,
    isGenerated: isGenerated(run),
  };
}
