import {
  createMomentText,
  formatAmount,
  formatDuration,
  formatFigure,
  formatMoved,
  type Html,
  html,
  type Judgement,
  type MomentText,
  STEP_STATUS_TEXTS,
  VOLUME_MEASURES,
} from "@spm-ops/core";
import { renderTimingChart } from "../../chart/timing-chart.js";
import type { OperationsSummary } from "../operations-summary.js";
import type { StepSummary } from "../step-summary.js";
import { toRange } from "./overview-section.js";

const ODD = { "too-high": "▲", "too-low": "▼", "as-expected": "", learning: "" } as const;

/** What the steps did: on a time axis, and as a table of all figures. */
export function renderSteps(summary: OperationsSummary): Html {
  const { steps, title, timeZone } = summary;
  if (steps.length === 0) {
    return html`<section aria-labelledby="steps"><h2 id="steps">Steps</h2><p>No step has begun.</p></section>`;
  }
  const moments = createMomentText(timeZone);
  return html`<section aria-labelledby="steps"><h2 id="steps">Steps</h2>
<figure>${renderTimingChart({
    title: `How long the steps of ${title} took`,
    description: `${steps.map(describeStep).join("; ")}. The table below has all figures.`,
    timings: steps.map(({ timing }) => timing),
  })}
<figcaption>Time since the run began. The pale band is where the end of the step was expected, the dashed line what is typical.</figcaption></figure>
<div class="wide"><table>
<caption>Steps in the order in which they began; times in ${timeZone}</caption>
<thead><tr><th scope="col">Step</th><th scope="col">Status</th><th scope="col" class="number">Began</th><th scope="col" class="number">Took</th><th scope="col">Expected</th><th scope="col" class="number">Attempts</th><th scope="col">Moved</th></tr></thead>
<tbody>${steps.map((step) => renderRow(step, moments))}</tbody>
</table></div></section>`;
}

function describeStep({ title, status, timing }: StepSummary): string {
  return `${title} ${STEP_STATUS_TEXTS[status].words} after ${formatDuration(timing.elapsedMs)}`;
}

function renderRow(step: StepSummary, moments: MomentText): Html {
  const { symbol, words } = STEP_STATUS_TEXTS[step.status];
  const { duration } = step;
  return html`<tr>
<th scope="row">${step.title}<small>${step.stepId}</small></th>
<td class="status ${step.status}"><span aria-hidden="true">${symbol}</span> ${step.isFound ? "found done" : words}</td>
<td class="number">${moments.time(step.startedAt)}</td>
<td class="number">${renderTook(step)}</td>
<td>${duration?.expected === undefined ? html`<span class="quiet">no earlier run</span>` : toRange(duration.expected)}</td>
<td class="number">${step.attempts}</td>
<td>${renderVolumes(step)}</td>
</tr>`;
}

function renderTook({ elapsedMs, duration }: StepSummary): Html | string {
  if (elapsedMs === undefined) return "–";
  return html`${duration && renderOdd(duration)}${formatDuration(elapsedMs)}`;
}

function renderVolumes({ volume = {}, volumes }: StepSummary): readonly Html[] {
  const counted = VOLUME_MEASURES.flatMap((measure) => {
    const figure = volume[measure];
    if (figure === undefined) return [];
    const judgement = volumes.find((candidate) => candidate.measure === measure);
    return [
      html`<span class="volume">${judgement && renderOdd(judgement)}${formatMoved(measure, figure)}${judgement && renderExpected(judgement)}</span>`,
    ];
  });
  const amounts = Object.entries(volume.amounts ?? {}).map(
    ([currency, amount]) => html`<span class="volume">${formatAmount(currency, amount)}</span>`,
  );
  return [...counted, ...amounts];
}

function renderOdd({ verdict }: Judgement): Html | string {
  if (ODD[verdict] === "") return "";
  const words = verdict === "too-high" ? "more than expected: " : "less than expected: ";
  return html`<span class="odd" aria-hidden="true">${ODD[verdict]} </span><span class="hidden">${words}</span>`;
}

/** The interval is worth the room only where the figure lies outside it. */
function renderExpected({ measure, verdict, expected }: Judgement): Html | string {
  if (ODD[verdict] === "" || expected === undefined) return "";
  return html`<small>expected ${formatFigure(measure, expected.low)} to ${formatFigure(measure, expected.high)}</small>`;
}
