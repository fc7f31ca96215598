import type { Clock } from "@spm-ops/core";
import { toStageTypeSeq } from "../pipeline-stages.js";
import type { Conditions } from "./faults.js";
import type { Row } from "./filter.js";
import { type BadRow, type Done, NOTHING_TO_SAY, runImport, type Workshop } from "./import-work.js";
import { nextSeq, type PipelineRecord, toTime } from "./state.js";

/** How long pipelines take, in milliseconds of the simulator's clock. */
export interface Durations {
  /** @defaultValue 10 */
  readonly pendingMs?: number | undefined;
  /** @defaultValue 50 */
  readonly runMs?: number | undefined;
}

/** A pipeline that was ever started. */
export interface LedgerEntry
  extends Pick<PipelineRecord, "seq" | "command" | "stageTypeSeq" | "batchName" | "periodSeq" | "userId"> {
  readonly state: "Pending" | "Running" | "Done";
}

/** What is to be run, and for whom. */
export type Job = Pick<
  PipelineRecord,
  "command" | "stageTypeSeq" | "periodSeq" | "batchName" | "processingUnitSeq" | "runMode" | "userId"
>;

/** The pipelines of a tenant. Their state is a matter of the time alone, so a restart changes nothing. */
export interface Pipelines {
  start(job: Job): Promise<string>;
  /** Whether it could still be cancelled; nothing without such a pipeline. */
  cancel(seq: string): boolean | undefined;
  /** As the resource shows them. */
  list(): readonly Row[];
  ledger(): readonly LedgerEntry[];
}

export interface PipelineOptions {
  readonly workshop: Workshop;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly conditions: Conditions;
}

/** Creates the pipelines of a tenant; what each of them does is decided when it is started. */
export function createPipelines({ workshop, clock, durations, conditions }: PipelineOptions): Pipelines {
  const { pendingMs = 10, runMs = 50 } = durations;
  const { storage } = workshop;
  const { pipelines } = storage.state;

  const stateOf = ({ submittedAt, cancelledAt }: PipelineRecord): LedgerEntry["state"] => {
    const since = clock.now() - submittedAt;
    if (cancelledAt !== undefined || since >= pendingMs + runMs) return "Done";
    return since < pendingMs ? "Pending" : "Running";
  };

  return {
    async start(job) {
      const seq = nextSeq(storage);
      const submittedAt = clock.now();
      const done = toEnd(await perform(workshop, job, { seq, at: submittedAt }), conditions);
      pipelines.push({ ...job, ...done, seq, submittedAt });
      storage.save();
      return seq;
    },
    cancel(seq) {
      const found = pipelines.find((each) => each.seq === seq);
      if (found === undefined) return undefined;
      if (stateOf(found) === "Done") return false;
      found.cancelledAt = clock.now();
      storage.save();
      return true;
    },
    list: () => pipelines.map((each) => toView(each, stateOf(each), { now: clock.now(), pendingMs, runMs })),
    ledger: () =>
      pipelines.map((each) => {
        const { seq, command, stageTypeSeq, batchName, periodSeq, userId } = each;
        return { seq, command, stageTypeSeq, batchName, periodSeq, userId, state: stateOf(each) };
      }),
  };
}

async function perform(
  workshop: Workshop,
  { command, stageTypeSeq, batchName, periodSeq }: Job,
  { seq, at }: { readonly seq: string; readonly at: number },
): Promise<Done> {
  const isImport = command === "Import" && IMPORTS.has(stageTypeSeq);
  if (!isImport || batchName === undefined) return NOTHING_TO_SAY;
  const complain = (bad: readonly BadRow[]) => {
    if (bad.length === 0) return;
    const { records } = workshop;
    const log = { sourceSeq: seq, componentName: "Import", logDate: toTime(at), logName: batchName };
    const messageLog = records.add("messageLogs", log)["messageLogSeq"] ?? null;
    const shared = { messageLog, messageTimeStamp: toTime(at), argumentCount: 1, module: "Import" };
    for (const { row, field } of bad) {
      const [key = "", value = ""] = Object.entries(row).find(([column]) => column !== field) ?? [];
      records.add("messages", {
        ...shared,
        messageKey: `TCMP_1002:E: A value is required for ${field} (${key}=${value})`,
        messageType: "Error",
        subCategory: "Validate",
        runPeriod: periodSeq ?? null,
      });
    }
  };
  return runImport(workshop, { batchName, stageTypeSeq }, complain);
}

const IMPORTS: ReadonlySet<string> = new Set(
  (
    [
      "Validate",
      "Transfer",
      "TransferIfAllValid",
      "ValidateAndTransfer",
      "ValidateAndTransferIfAllValid",
    ] as const
  ).map(toStageTypeSeq),
);

/** The end that somebody has switched on for the next pipeline, else its own. */
function toEnd(done: Done, conditions: Conditions): Pick<PipelineRecord, "status" | "message" | "numErrors"> {
  const [end, ...ends] = conditions.ends;
  conditions.ends = ends;
  if (end === undefined) return done;
  if (end === "with errors") return { ...done, status: "Successful", numErrors: 3 };
  return { ...done, status: end, message: `The pipeline ended as ${end}.` };
}

interface Moment {
  readonly now: number;
  readonly pendingMs: number;
  readonly runMs: number;
}

function toView(record: PipelineRecord, state: LedgerEntry["state"], { now, pendingMs, runMs }: Moment): Row {
  const { seq, submittedAt, cancelledAt } = record;
  const startedAt = submittedAt + pendingMs;
  const isDone = state === "Done";
  const percent = Math.floor((100 * (now - startedAt)) / Math.max(1, runMs));
  const status = cancelledAt === undefined ? record.status : "Cancel";
  return {
    pipelineRunSeq: seq,
    command: record.command,
    stageType: record.stageTypeSeq,
    dateSubmitted: toTime(submittedAt),
    state,
    status: state === "Pending" ? null : isDone ? status : "Running",
    runProgress: state === "Pending" ? null : `${isDone ? 100 : percent}%`,
    startTime: state === "Pending" ? null : toTime(startedAt),
    stopTime: isDone ? toTime(cancelledAt ?? startedAt + runMs) : null,
    userId: record.userId,
    processingUnit: record.processingUnitSeq,
    period: record.periodSeq ?? null,
    batchName: record.batchName ?? null,
    runMode: record.runMode ?? null,
    message: isDone && cancelledAt === undefined ? (record.message ?? null) : null,
    numErrors: isDone ? record.numErrors : 0,
    numWarnings: 0,
    priority: null,
    runParameters: null,
    productVersion: null,
  };
}
