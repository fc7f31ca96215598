import type { JsonValue } from "@spm-ops/core";
import { type Command, InvalidArgumentError } from "commander";
import { type ActOnRun, actOnNight, nextRunId } from "./act-on-night.js";

interface ActFlags {
  readonly into: string;
  readonly date: string;
  readonly by: string;
  readonly reason: string;
}

/** Adds what a person may do to a night: each needs a name and a reason, and goes on with the next start. */
export function addActCommands(program: Command): void {
  const add = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .requiredOption("--by <name>", "who you are; it stands in the log")
      .requiredOption("--reason <text>", "why; it stands in the log")
      .exitOverride();

  add("cancel", "ends the night: nothing more of it is begun").action(
    doing(({ runner }, act) => runner.cancel(act)),
  );
  add("hold", "lets the night begin no further step").action(doing(({ runner }, act) => runner.hold(act)));
  add("release", "ends a hold").action(doing(({ runner }, act) => runner.release(act)));
  add("skip <step>", "leaves out a step that others can do without").action(
    (stepId: string, _, command: Command) =>
      doing(({ runner }, act) => runner.skip({ ...act, stepId }))(_, command),
  );
  add("override <step>", "sets the output of a step")
    .requiredOption("--output <json>", "what the step counts as having returned", parseJson)
    .action((stepId: string, { output }: { readonly output: JsonValue }, command: Command) =>
      doing(({ runner }, act) => runner.override({ ...act, stepId, output }))(undefined, command),
    );
  add("resolve <step>", "says what became of a step in doubt")
    .option("--happened <json>", "it happened, and this is its output", parseJson)
    .option("--absent", "it has not happened, and may be done")
    .action(
      (
        stepId: string,
        flags: { readonly happened?: JsonValue; readonly absent?: true },
        command: Command,
      ) => {
        if ((flags.happened === undefined) === (flags.absent === undefined)) {
          throw new InvalidArgumentError("Say either --absent or --happened with its output.");
        }
        const finding =
          flags.happened === undefined
            ? ({ as: "absent" } as const)
            : ({ as: "happened", output: flags.happened } as const);
        return doing(({ runner }, act) => runner.resolve({ ...act, stepId, finding }))(undefined, command);
      },
    );
  add("rerun <step>", "repeats an ended night from a step on, reusing what was done before it")
    .option(
      "--again <steps...>",
      "steps that have happened, may be done only once, and are to be done once more",
    )
    .action((fromStepId: string, { again = [] }: { readonly again?: string[] }, command: Command) =>
      doing(async (service, act) => {
        const newRunId = await nextRunId(service);
        return service.runner.rerun({ ...act, newRunId, fromStepId, performAgain: again });
      })(undefined, command),
    );
}

/** Does it to the night of the service that `--into` names, and says where the night stands. */
function doing(perform: ActOnRun) {
  return async (_flags: unknown, command: Command): Promise<void> => {
    const { into, date, by, reason } = command.optsWithGlobals<ActFlags>();
    const { runId, status } = await actOnNight({ into, businessDate: date }, { by, reason }, perform);
    process.stdout.write(`${runId} is ${status}. Start the service to go on.\n`);
  };
}

function parseJson(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    throw new InvalidArgumentError("It must be JSON: a text is written in quotation marks.");
  }
}
