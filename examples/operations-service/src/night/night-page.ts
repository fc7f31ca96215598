import { judgeRun } from "@spm-ops/monitoring";
import type { Judgement, RunLog, RunState } from "@spm-ops/core";
import { type OperationsSummary, renderSummaryCsv, renderSummaryHtml, summariseRun } from "@spm-ops/reporting";
import { writeWhole } from "../embedded/write-whole.js";
import { readNightFacts } from "./night-facts.js";
import type { Night } from "./perform-night.js";

/** One figure in a thousand on each side: with some eighty figures a night, a false alarm every two weeks or so. */
export const FALSE_ALARMS_PER_SIDE = 0.0005;

/** What monitoring has to say about a night, or the part of it that has happened. */
export function judgeNight(run: RunState, earlierRuns: readonly RunState[]): readonly Judgement[] {
  return judgeRun(run, earlierRuns, { falseAlarmsPerSide: FALSE_ALARMS_PER_SIDE });
}

export interface NightPage {
  /** The file that a person opens. */
  readonly page: string;
  readonly headline: string;
  readonly remarks: readonly string[];
}

/** Writes what happened, from the run log alone: the page, and the table of its steps. */
export async function writeNightPage(runLog: RunLog, night: Night): Promise<NightPage> {
  const { run, guide, earlierRuns, folders } = night;
  const summary = summariseRun({
    run,
    judgements: judgeNight(run, earlierRuns),
    titles: titlesOf(night),
    client: guide.document.client,
    environment: "production",
    generatedAt: Date.now(),
    earlierRuns,
    logHash: await runLog.verify(run.runId),
    timeZone: "America/New_York",
    ...readNightFacts(run),
  });
  const page = `${folders.nights}/${run.runId}.html`;
  await writeWhole(page, renderSummaryHtml(summary));
  const table: Uint8Array[] = [];
  for await (const piece of renderSummaryCsv(summary)) table.push(piece);
  await writeWhole(`${folders.nights}/${run.runId}.csv`, Buffer.concat(table));
  return { page, headline: summary.headline, remarks: summary.remarks.map(toLine) };
}

/** The titles of the guide, by the ids of its procedures and steps. */
export function titlesOf({ guide }: Pick<Night, "guide">): Readonly<Record<string, string>> {
  return Object.fromEntries(
    guide.document.procedures.flatMap(({ id, title, steps, failureSteps }) => [
      [id, title],
      ...[...steps, ...failureSteps].map((step) => [step.id, step.title]),
    ]),
  );
}

function toLine(remark: OperationsSummary["remarks"][number]): string {
  return remark.text;
}
