import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { readCsv } from "../../contract/csv.js";
import { done, problem, type StatementResult } from "./command-result.js";
import type { MemberDefinition, PipelineDefinition } from "./definition.js";
import { appendRows } from "./sql.js";
import type { InvocationStatus, MemberRecord } from "./state.js";
import { type Tables, tableOf } from "./tables.js";

/** What the members of a pipeline work with. */
export interface PipelineScope {
  readonly tables: Tables;
  /** The folder that stands for the home of the business behind the vendor's sFTP. */
  readonly homeFolder: string;
  /** Carries out a command as a session would. */
  readonly execute: (command: string) => Promise<StatementResult>;
}

/** How the members of a pipeline ended. */
export interface PipelineEnd {
  readonly status: InvocationStatus;
  readonly description: string;
  readonly details: readonly MemberRecord[];
}

/** Runs the members one after another. After an error the pipeline ends, unless it is to continue; then it passes. */
export async function runPipeline(
  scope: PipelineScope,
  { members, continueOnError }: PipelineDefinition,
): Promise<PipelineEnd> {
  const details: MemberRecord[] = [];
  for (const member of members) {
    const { name } = member;
    if ("needsFile" in member && !existsSync(join(scope.homeFolder, member.needsFile))) {
      const description = `${member.needsFile} is not there.`;
      details.push({ name, status: "aborted on condition false", description });
      return { status: "aborted on condition false", description, details };
    }
    const result = await runMember(scope, member);
    const failure = result.kind === "problem" ? result.message : undefined;
    details.push({ name, status: failure === undefined ? "pass" : "fail", description: failure ?? "" });
    if (failure !== undefined && !continueOnError) {
      return { status: "fail", description: `${name}: ${failure}`, details };
    }
  }
  return { status: "pass", description: "", details };
}

async function runMember(scope: PipelineScope, member: MemberDefinition): Promise<StatementResult> {
  if ("command" in member) return scope.execute(member.command);
  if ("needsFile" in member) return done("The file is there.");
  return readFile(scope, member);
}

/** Appends the rows of a file to a table, all of them or none. */
async function readFile(
  { homeFolder, tables }: PipelineScope,
  { readsFile, into }: Extract<MemberDefinition, { readsFile: string }>,
): Promise<StatementResult> {
  const path = join(homeFolder, readsFile);
  const table = tableOf(tables, into);
  if (table === undefined) return problem(`There is no table ${into}.`);
  if (!existsSync(path)) return problem(`The file ${readsFile} does not exist.`);
  let header: readonly string[] | undefined;
  const rows: (readonly string[])[] = [];
  for await (const { cells, line } of readCsv(createReadStream(path, "utf8"))) {
    if (header === undefined) header = cells;
    else if (cells.length === header.length) rows.push(cells);
    else return problem(`Line ${line} of ${readsFile} has ${cells.length} cells.`);
  }
  return header === undefined ? problem(`The file ${readsFile} is empty.`) : appendRows(table, header, rows);
}
