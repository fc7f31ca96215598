import { isSpmError } from "@spm-ops/core";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { z } from "zod";
import { addActCommands } from "./acts/act-commands.js";
import { addIncidentCommands } from "./acts/incident-commands.js";
import { type NightResult, performNight } from "./night/perform-night.js";
import { verifyService } from "./night/verify-service.js";
import { type LiveLines, showLive } from "./terminal/live-lines.js";

/** What the process ends with: 0 done, 1 failed, 2 asked for wrongly, 3 waits for a person, 130 stopped by the user. */
const EXIT_CODES = {
  succeeded: 0,
  failed: 1,
  cancelled: 1,
  running: 1,
  requested: 1,
  "in-doubt": 3,
  held: 3,
  waiting: 3,
  refused: 2,
} as const;

/** Why a night ends that the user has stopped; the next start goes on. */
const INTERRUPTED = new RangeError("The service was stopped.");

const program = new Command()
  .name("operations-service")
  .description("Performs one night of a client's operations guide, or goes on with the one that was left.")
  .option("--into <folder>", "where everything of the service lies", "spm-ops-data")
  .option("--data <folder>", "real files to run on: accounts, products, sales_teams, sales_pipeline (.csv)")
  .option(
    "--date <yyyy-mm-dd>",
    "the business date of a new night",
    parseDate,
    new Date().toISOString().slice(0, 10),
  )
  .option("--json", "print the result as one line of JSON, and nothing else")
  .exitOverride()
  .action(runNight);

program
  .command("verify")
  .description("Proves what the service has left: nothing lost, nothing doubled, nothing altered.")
  .argument("<folder>", "the folder of the service")
  .exitOverride()
  .action(async (folder: string) => {
    const proof = await verifyService(folder);
    process.stdout.write(`${JSON.stringify(proof)}\n`);
    process.exitCode = proof.violations.length === 0 ? 0 : 1;
  });

addActCommands(program);
addIncidentCommands(program, (text) => process.stdout.write(text));

interface NightFlags {
  readonly into: string;
  readonly data?: string;
  readonly date: string;
  readonly json?: true;
}

async function runNight({ into, data, date, json }: NightFlags): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => stop.abort(INTERRUPTED);
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  let lines: LiveLines | undefined;
  const say = (text: string) => void (json === true || process.stdout.write(text));
  try {
    const result = await performNight({
      into,
      businessDate: date,
      dataFolder: data,
      signal: stop.signal,
      onBegin: (night) => {
        say(
          `\n${night.guide.document.title} of the ${night.guide.document.client.toLowerCase()}, ${night.run.runId}\n\n`,
        );
        if (json !== true) lines = showLive(night, process.stdout);
      },
      onSymptom: (symptom) => lines?.tell(symptom),
      onWatchFailure: ({ about, error }) => say(`  The watch has trouble with ${about}: ${String(error)}\n`),
      onHeld: (untilMs) =>
        say(`  The last process holds the run until ${new Date(untilMs).toISOString()}; waiting.\n`),
    });
    process.stdout.write(json === true ? `${JSON.stringify(toJson(result))}\n` : describeEnd(result, into));
    process.exitCode = EXIT_CODES[result.run.status];
  } finally {
    process.removeListener("SIGINT", interrupt).removeListener("SIGTERM", interrupt);
  }
}

function describeEnd({ headline, remarks, page, incidents }: NightResult, into: string): string {
  const list = [
    ...remarks.map((remark) => `  - ${remark}\n`),
    ...incidents.map(({ id, severity, state }) => `  ! Incident ${id} is ${state}, ${severity}.\n`),
  ].join("");
  return `\n${headline}\n${list}\n  The page of the night:  ${page}\n  Everything it rests on: ${into}\n\n`;
}

function toJson({ run, headline, remarks, page, incidents }: NightResult) {
  const open = incidents.map(({ id, severity, state }) => ({ id, severity, state }));
  return { runId: run.runId, status: run.status, headline, remarks, page, incidents: open };
}

function parseDate(text: string): string {
  const date = z.iso.date().safeParse(text);
  if (date.success) return date.data;
  throw new InvalidArgumentError("A date is written as 2026-01-31.");
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tellFailure(error);
}

/** Says on the error output what went wrong, and gives the code to end with. */
function tellFailure(error: unknown): number {
  // The command line has said it already; what was only asked for (help) is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error === INTERRUPTED) {
    process.stderr.write("\n  Stopped. The same command goes on where it was.\n");
    return 130;
  }
  process.stderr.write(`\n${describeFailure(error)}\n`);
  return isSpmError(error, "config.invalid", "file.not-found", "run.refused", "run.unknown") ? 2 : 1;
}

/** Our errors say what to do; anything else is a fault of the service, with its stack. */
function describeFailure(error: unknown): string {
  if (isSpmError(error)) return `${error.code}: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
