import { type Handle, type JobKind, type Outcome, startStep, waitStep } from "@spm-ops/connectors";
import type { StepArguments, StepDefinition } from "@spm-ops/core";
import type { NightInput, NightParts } from "./night-parts.js";

/** Something that runs in the environment, as the client knows it. */
export interface Job {
  readonly kind: JobKind;
  /** Its name in the model. */
  readonly object: string;
  /** What the client calls it. */
  readonly called: string;
}

const WORDS: Readonly<Record<JobKind, string>> = { load: "import", process: "process", report: "export" };

/** Starts a job in the environment, once. */
export function startJob<Outputs>(
  { environment }: NightParts,
  { kind, object, called }: Job,
): StepDefinition<NightInput, Outputs, Handle, "stop"> {
  return startStep(environment, {
    title: `Start the ${called}`,
    instructions: [`Start the ${WORDS[kind]} "${object}" in the production model. Never start it twice.`],
    onFailure: {
      instructions: [
        "Note the vendor's message and the time. Do not start it by hand before the operations lead agrees.",
      ],
      call: "operations lead",
    },
    onDoubt: {
      instructions: [
        `Open the model's list of tasks and look for "${object}" since the time of the intent.`,
        "Tell the service what you found, with your reason. It goes on from there.",
      ],
    },
    request: () => ({ kind, object }),
    // A busy environment has certainly not started anything.
    retry: { attempts: 20, delayMs: 1_000, maxDelayMs: 30_000 },
  });
}

/** Waits until a job has ended, and says how. */
export function waitForJob<Outputs>(
  { environment, timing }: NightParts,
  { kind, object, called }: Job,
  handle: (step: StepArguments<NightInput, Outputs>) => Handle,
): StepDefinition<NightInput, Outputs, Outcome, "stop"> {
  return waitStep(environment, {
    title: `Wait for the ${called}`,
    instructions: [`Watch the ${WORDS[kind]} "${object}" in the model until it has ended.`],
    onFailure: {
      instructions: [
        "Fetch the details of the task and report them to the vendor.",
        "What the job did before it failed has stayed in the model: do not load again without the operations lead.",
      ],
      call: "vendor's support desk",
    },
    handle,
    polling: timing.polling,
    retry: { attempts: 5 },
  });
}
