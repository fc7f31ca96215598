import type { Clock } from "@spm-ops/core";
import { done, problem, type StatementResult } from "./command-result.js";
import type { BusinessDefinition } from "./definition.js";
import type { Conditions } from "./faults.js";
import { runIncent } from "./incent.js";
import type { Durations, Invocations } from "./invocations.js";
import { runChange, runSelect } from "./sql.js";
import type { BusinessStorage, InvocationRecord } from "./state.js";

/** What commands work with. */
export interface CommandScope {
  readonly business: BusinessDefinition;
  readonly storage: BusinessStorage;
  readonly conditions: Conditions;
  readonly durations: Durations;
  readonly clock: Clock;
  readonly invocations: Invocations;
  readonly pipelineIdOf: (name: string) => string;
}

const INVOKE =
  /^invoke\s+(?<synchronous>synchronous\s+)?pipeline\s+(?<quote>["'`]?)(?<name>.+?)\k<quote>(?:\s*\(\s*variables\s.*\))?$/is;
const INCENT = /^incent\s+(?<synchronous>synchronous\s+)?(?<command>.+)$/is;
const DETAILS = /^show\s+invocation\s+details\s+'?(?<id>\w+)'?$/i;
const ABORT = /^abort\s+invocation\s+'?(?<id>\w+)'?$/i;

/**
 * Carries out a command of a session: the vendor's own (`invoke`, `incent`, `show`, `abort`) and what SQL the simulator
 * understands. A synchronous command keeps its answer back until it has ended; it goes on if nobody waits.
 */
export async function runCommand(
  scope: CommandScope,
  command: string,
  user: string,
): Promise<StatementResult> {
  const { clock, durations, invocations, storage } = scope;
  const invoked = INVOKE.exec(command)?.groups;
  if (invoked !== undefined) return invoke(scope, { ...invoked, user });
  const incent = INCENT.exec(command)?.groups;
  if (incent !== undefined) {
    storage.state.commands.push({ command, at: clock.now() });
    const result = runIncent({ tables: storage.state.tables, ...scope }, incent["command"] ?? "");
    storage.save();
    if (incent["synchronous"] !== undefined) await clock.wait(durations.commandMs ?? 0);
    return result;
  }
  if (/^show\s+invocations$/i.test(command)) {
    return { kind: "rows", rows: invocations.all().map((each) => toRow(scope, each)) };
  }
  const shown = DETAILS.exec(command)?.groups?.["id"];
  if (shown !== undefined) return showDetails(scope, shown);
  const aborted = ABORT.exec(command)?.groups?.["id"];
  if (aborted !== undefined) return abort(scope, aborted);
  return runStatement(scope, command);
}

/** What members of pipelines may do besides: everything but to begin pipelines. */
export function runStatement(
  { storage, conditions }: Pick<CommandScope, "storage" | "conditions">,
  command: string,
): StatementResult {
  const { tables } = storage.state;
  if (/^select\s/i.test(command)) return runSelect(tables, command);
  const incent = INCENT.exec(command)?.groups?.["command"];
  if (incent !== undefined) return runIncent({ tables, conditions }, incent);
  if (/^sleep\s+\d+$/i.test(command)) return done("Slept.");
  if (!/^(?:delete|insert)\s/i.test(command)) return problem(`The command is not known: ${command}`);
  const result = runChange(tables, command);
  storage.save();
  return result;
}

async function invoke(
  { business, invocations, clock, pipelineIdOf }: CommandScope,
  { name = "", synchronous, user = "" }: Readonly<Record<string, string | undefined>>,
): Promise<StatementResult> {
  const pipeline = business.pipelines.find((each) => each.name === name);
  if (pipeline === undefined) return problem(`There is no pipeline ${name}.`);
  const invocation = await invocations.invoke({ pipeline, pipelineId: pipelineIdOf(name), user });
  if (synchronous === undefined) return done(`Pipeline ${name} invoked.`);
  await clock.wait(Math.max(0, invocation.endAt - clock.now()));
  return invocation.status === "pass"
    ? done(`Pipeline ${name} passed.`)
    : problem(`Pipeline ${name}: ${invocation.status}.`);
}

function toRow({ invocations }: CommandScope, invocation: InvocationRecord): readonly string[] {
  const state = invocations.stateOf(invocation);
  const { id, objectName, status, createdAt } = invocation;
  return [id, objectName, state, state === "completed" ? status : "", new Date(createdAt).toISOString()];
}

function showDetails({ invocations }: CommandScope, id: string): StatementResult {
  const found = invocations.find(id);
  if (found === undefined) return problem(`There is no invocation ${id}.`);
  return { kind: "rows", rows: found.details.map((each) => [each.name, each.status, each.description]) };
}

function abort({ invocations }: CommandScope, id: string): StatementResult {
  const found = invocations.find(id);
  if (found === undefined) return problem(`There is no invocation ${id}.`);
  return invocations.abort(found) ? done("Aborted.") : problem(`The invocation ${id} has completed.`);
}
