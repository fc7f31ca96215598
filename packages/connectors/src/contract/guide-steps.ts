import type {
  AfterFailure,
  MayFail,
  StepArguments,
  StepDefinition,
  StepPolicy,
  StepText,
  WrittenFile,
} from "@spm-ops/core";
import { type Outcome, toRefusal } from "./outcome.js";
import type { Handle, SpmConnector, Staged, StartRequest } from "./spm-connector.js";
import type { StageableFile } from "./stageable-file.js";
import { type PollingPolicy, waitForOutcome } from "./wait-for-outcome.js";

/** What any step that is made from a connector may say of itself: as any automated step, but for what it does. */
export interface JobStepOptions<Input, Outputs, Then extends AfterFailure>
  extends StepText,
    StepPolicy,
    MayFail<Then>,
    Pick<StepDefinition<NoInfer<Input>, NoInfer<Outputs>, unknown>, "expect" | "reconcile"> {}

/** A value that a step takes from its input and from the outputs of the steps before it. */
export type FromStep<Input, Outputs, Value> = (step: StepArguments<Input, Outputs>) => Value | Promise<Value>;

/** Keeps what comes out of an environment. Called again after a crash, with the same name. */
export type Sink<Input, Outputs> = (
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  step: StepArguments<Input, Outputs>,
) => Promise<WrittenFile>;

export interface StageStepOptions<Input, Outputs, Then extends AfterFailure>
  extends JobStepOptions<Input, Outputs, Then> {
  /** The load that will read the file, by id or name. */
  readonly load: string;
  readonly file: FromStep<Input, Outputs, StageableFile>;
}

/** A repeatable step that sends a file to where a load reads it. Its volume is one file and its bytes. */
export function stageStep<Input, Outputs, Then extends AfterFailure = "stop">(
  connector: SpmConnector,
  { load, file, ...policy }: StageStepOptions<Input, Outputs, Then>,
): StepDefinition<Input, Outputs, Staged, Then> {
  return {
    ...policy,
    effect: "repeatable",
    run: async (step) => {
      const staged = await connector.stage(load, await file(step), { signal: step.signal });
      step.volume({ files: 1, bytes: staged.sizeBytes });
      return staged;
    },
  };
}

export interface StartStepOptions<Input, Outputs, Then extends AfterFailure>
  extends JobStepOptions<Input, Outputs, Then> {
  readonly request: FromStep<Input, Outputs, StartRequest>;
  /** How far the log's clock may run ahead of the connector's, in milliseconds. @defaultValue 2_000 */
  readonly skewToleranceMs?: number | undefined;
}

/**
 * A `once` step that starts a job and returns its handle.
 *
 * In doubt, the environment is asked for a start of the same object since the step was intended. A busy or throttled
 * environment refused for certain; `retry` says how long to be patient with it.
 */
export function startStep<Input, Outputs, Then extends AfterFailure = "stop">(
  connector: SpmConnector,
  { request, skewToleranceMs = 2_000, ...policy }: StartStepOptions<Input, Outputs, Then>,
): StepDefinition<Input, Outputs, Handle, Then> {
  return {
    ...policy,
    effect: "once",
    ...(connector.capabilities.find && {
      find: async (step) =>
        connector.find(
          { request: await request(step), since: step.intendedAt - skewToleranceMs },
          { signal: step.signal },
        ),
    }),
    run: async (step) => connector.start(await request(step), { signal: step.signal }),
  };
}

export interface WaitStepOptions<Input, Outputs, Then extends AfterFailure>
  extends JobStepOptions<Input, Outputs, Then> {
  readonly handle: FromStep<Input, Outputs, Handle>;
  readonly polling?: PollingPolicy | undefined;
}

/**
 * A repeatable step that waits for a job and returns its outcome, with the vendor's counts as its volume.
 *
 * An outcome that is no success is refused: it is kept, and the run goes the way of `onFailure`.
 */
export function waitStep<Input, Outputs, Then extends AfterFailure = "stop">(
  connector: SpmConnector,
  { handle, polling, ...policy }: WaitStepOptions<Input, Outputs, Then>,
): StepDefinition<Input, Outputs, Outcome, Then> {
  return {
    ...policy,
    effect: "repeatable",
    accept: toRefusal,
    run: async (step) => {
      const outcome = await waitForOutcome(connector, await handle(step), polling, {
        clock: step.clock,
        signal: step.signal,
        onPoll: (poll) => {
          if (poll.state === "finished") return;
          step.progress({
            done: Math.round((poll.progress ?? 0) * 100),
            total: 100,
            unit: "percent",
            note: poll.rawStatus,
          });
        },
      });
      step.volume(outcome.volume);
      return outcome;
    },
  };
}

export interface CollectRejectsStepOptions<Input, Outputs, Then extends AfterFailure>
  extends JobStepOptions<Input, Outputs, Then> {
  readonly handle: FromStep<Input, Outputs, Handle>;
  readonly into: Sink<NoInfer<Input>, NoInfer<Outputs>>;
}

/** A repeatable step that keeps the rows that a job did not take. Vendors forget them soon: put it right after the wait. */
export function collectRejectsStep<Input, Outputs, Then extends AfterFailure = "stop">(
  connector: SpmConnector,
  { handle, into, ...policy }: CollectRejectsStepOptions<Input, Outputs, Then>,
): StepDefinition<Input, Outputs, readonly WrittenFile[], Then> {
  return {
    ...policy,
    effect: "repeatable",
    run: async (step) => {
      const kept: WrittenFile[] = [];
      for await (const { name, bytes } of connector.rejects(await handle(step), { signal: step.signal })) {
        kept.push(await into(name, bytes, step));
      }
      step.volume({ files: kept.length, bytes: kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) });
      return kept;
    },
  };
}

export interface CollectReportStepOptions<Input, Outputs, Then extends AfterFailure>
  extends CollectRejectsStepOptions<Input, Outputs, Then> {
  /** The name under which the sink is given the report; vendors name only the object. */
  readonly name: FromStep<Input, Outputs, string>;
}

/** A repeatable step that keeps what a report made. */
export function collectReportStep<Input, Outputs, Then extends AfterFailure = "stop">(
  connector: SpmConnector,
  { handle, into, name, ...policy }: CollectReportStepOptions<Input, Outputs, Then>,
): StepDefinition<Input, Outputs, WrittenFile, Then> {
  return {
    ...policy,
    effect: "repeatable",
    run: async (step) => {
      const bytes = connector.report(await handle(step), { signal: step.signal });
      const kept = await into(await name(step), bytes, step);
      step.volume({ files: 1, bytes: kept.sizeBytes });
      return kept;
    },
  };
}
