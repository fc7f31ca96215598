import { createMomentText, formatDuration, type Html, html } from "@spm-ops/core";
import type { OperationsSummary } from "../operations-summary.js";
import type { SummaryRemark } from "../summary-remarks.js";
import type { SummaryVerdict } from "../summary-verdict.js";

const VERDICTS: Readonly<Record<SummaryVerdict, { readonly symbol: string; readonly words: string }>> = {
  succeeded: { symbol: "✓", words: "Succeeded" },
  "succeeded-with-remarks": { symbol: "!", words: "Succeeded with remarks" },
  failed: { symbol: "✕", words: "Failed" },
  cancelled: { symbol: "✕", words: "Cancelled" },
  "in-doubt": { symbol: "?", words: "In doubt" },
  held: { symbol: "‖", words: "Held" },
  waiting: { symbol: "…", words: "Waiting" },
  refused: { symbol: "✕", words: "Refused" },
  unfinished: { symbol: "…", words: "Not finished" },
};

const WEIGHTS: Readonly<Record<SummaryRemark["weight"], string>> = {
  stop: "Stopped the run",
  attention: "Look at this",
  note: "Good to know",
};

/** What it is, how it went, and what a person should look at. */
export function renderOverview(summary: OperationsSummary): Html {
  const { symbol, words } = VERDICTS[summary.verdict];
  return html`<header>
<p class="where">${summary.client}<span aria-hidden="true"> · </span>${summary.environment}</p>
<h1>${summary.title}</h1>
</header>
<section class="verdict ${summary.verdict}" aria-label="Verdict">
<span class="symbol" aria-hidden="true">${symbol}</span>
<div><p class="words">${words}</p><p>${summary.headline}</p></div>
</section>
${renderFacts(summary)}
${summary.remarks.length > 0 && renderRemarks(summary.remarks)}`;
}

function renderFacts(summary: OperationsSummary): Html {
  const { requestedAt, requestedBy, startedAt, finishedAt, timeZone } = summary;
  const moments = createMomentText(timeZone);
  const facts: readonly (readonly [string, string | Html])[] = [
    ["Requested", `${moments.full(requestedAt)} by ${requestedBy}`],
    ["Started", startedAt === undefined ? "not yet" : moments.full(startedAt)],
    ["Finished", finishedAt === undefined ? "not yet" : moments.full(finishedAt)],
    ["Took", renderTook(summary)],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${
  summary.isGenerated &&
  html`<p class="generated-note">This run was generated to have something to show. It did not happen.</p>`
}`;
}

function renderTook({ startedAt, finishedAt, duration }: OperationsSummary): Html | string {
  if (startedAt === undefined || finishedAt === undefined) return "–";
  const expected =
    duration?.expected && `expected ${toRange(duration.expected)}, from ${countRuns(duration.runs)}`;
  return html`${formatDuration(Math.max(0, finishedAt - startedAt))}${expected && html`<small>${expected}</small>`}`;
}

function renderRemarks(remarks: readonly SummaryRemark[]): Html {
  return html`<section aria-labelledby="remarks"><h2 id="remarks">Remarks</h2>
<ul class="remarks">${remarks.map(
    ({ weight, subject, text }) =>
      html`<li class="${weight}"><span class="weight">${WEIGHTS[weight]}</span><div><strong>${subject}</strong><p>${text}</p></div></li>`,
  )}</ul></section>`;
}

/** An expected duration as `2 min 21 s to 7 min 18 s`. */
export function toRange({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${formatDuration(low)} to ${formatDuration(high)}`;
}

/** `1 earlier run`, `14 earlier runs`. */
function countRuns(runs: number): string {
  return `${runs.toLocaleString("en-US")} earlier run${runs === 1 ? "" : "s"}`;
}
