import { type Html, html } from "@spm-ops/core";
import type { LoadRow } from "../load-row.js";
import { renderCount } from "./count-text.js";

const OUTCOMES: Readonly<Record<LoadRow["outcome"], { readonly symbol: string; readonly words: string }>> = {
  succeeded: { symbol: "✓", words: "succeeded" },
  "succeeded-with-rejects": { symbol: "!", words: "succeeded with rejects" },
  failed: { symbol: "✕", words: "failed" },
  cancelled: { symbol: "✕", words: "cancelled" },
  "refused-busy": { symbol: "✕", words: "refused, environment busy" },
  unknown: { symbol: "?", words: "not known" },
};

/** What was started in the environment, how it ended, and what it did not take. */
export function renderLoads(loads: readonly LoadRow[], environment: string): Html | undefined {
  if (loads.length === 0) return undefined;
  return html`<section aria-labelledby="loads"><h2 id="loads">In ${environment}</h2>
<div class="wide"><table>
<caption>Loads, calculations and reports as the environment tells them; a dash is a figure that it does not tell</caption>
<thead><tr><th scope="col">What</th><th scope="col">Outcome</th><th scope="col" class="number">Rows read</th><th scope="col" class="number">Written</th><th scope="col" class="number">Rejected</th></tr></thead>
<tbody>${loads.map(renderRow)}</tbody>
</table></div>
${loads.map(renderRejects)}</section>`;
}

function renderRow({ title, outcome, handle, detail, rowsRead, rowsWritten, rowsRejected }: LoadRow): Html {
  const { symbol, words } = OUTCOMES[outcome];
  return html`<tr>
<th scope="row">${title}${handle !== undefined && html`<small>${handle}</small>`}</th>
<td class="status ${outcome}"><span aria-hidden="true">${symbol}</span> ${words}${detail !== undefined && html`<small>${detail}</small>`}</td>
<td class="number">${renderCount(rowsRead)}</td>
<td class="number">${renderCount(rowsWritten)}</td>
<td class="number">${renderCount(rowsRejected)}</td>
</tr>`;
}

function renderRejects({ title, rejects = [], rowsRejected = rejects.length }: LoadRow): Html | undefined {
  if (rejects.length === 0) return undefined;
  const isPart = rowsRejected > rejects.length;
  return html`<div class="wide"><table class="findings">
<caption>Rows that “${title}” did not take${isPart && `: the first ${rejects.length} of ${renderCount(rowsRejected)}`}</caption>
<thead><tr><th scope="col" class="number">Row</th><th scope="col">Reason</th></tr></thead>
<tbody>${rejects.map(({ row, reason }) => html`<tr><td class="number">${renderCount(row)}</td><td>${reason}</td></tr>`)}</tbody>
</table></div>`;
}
