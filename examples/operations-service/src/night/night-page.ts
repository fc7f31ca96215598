import { type RunLog, systemClock } from "@spm-ops/core";
import {
  type OperationsSummary,
  renderSummaryCsv,
  renderSummaryHtml,
  summariseRun,
} from "@spm-ops/reporting";
import { writeWhole } from "../embedded/write-whole.js";
import type { Night } from "./night.js";
import { readNightFacts } from "./night-facts.js";

export interface NightPage {
  /** The file that a person opens. */
  readonly page: string;
  readonly headline: string;
  readonly remarks: readonly string[];
}

/** Writes what happened, from the run log alone: the page, and the table of its steps. */
export async function writeNightPage(runLog: RunLog, night: Night): Promise<NightPage> {
  const { run, guide, earlierRuns, folders, judgements } = night;
  const summary = summariseRun({
    run,
    judgements: judgements(),
    titles: titlesOf(night),
    client: guide.document.client,
    environment: "production",
    generatedAt: systemClock.now(),
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
  return `${remark.subject}: ${remark.text}`;
}
