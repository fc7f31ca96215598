import { formatBytes, type Html, html } from "@spm-ops/core";
import type { DeliveryRow, FindingRow } from "../delivery-row.js";
import { renderCount } from "./count-text.js";

const VERDICTS: Readonly<
  Record<DeliveryRow["verdict"], { readonly symbol: string; readonly words: string }>
> = {
  accepted: { symbol: "✓", words: "accepted" },
  "accepted-with-findings": { symbol: "!", words: "accepted with findings" },
  rejected: { symbol: "✕", words: "rejected" },
};

/** What arrived, what was found in it, and under which name it is kept. */
export function renderDeliveries(deliveries: readonly DeliveryRow[]): Html | undefined {
  if (deliveries.length === 0) return undefined;
  return html`<section aria-labelledby="deliveries"><h2 id="deliveries">Deliveries</h2>
<div class="wide"><table>
<caption>Files that arrived for this run</caption>
<thead><tr><th scope="col">File</th><th scope="col">Verdict</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Rejected</th><th scope="col" class="number">Size</th><th scope="col">Kept as</th></tr></thead>
<tbody>${deliveries.map(renderRow)}</tbody>
</table></div>
${deliveries.map(renderFindings)}</section>`;
}

function renderRow({
  feed,
  fileName,
  verdict,
  rows,
  rejected,
  sizeBytes,
  keptAs,
  sha256,
}: DeliveryRow): Html {
  const { symbol, words } = VERDICTS[verdict];
  return html`<tr>
<th scope="row">${fileName}<small>${feed}</small></th>
<td class="status ${verdict}"><span aria-hidden="true">${symbol}</span> ${words}</td>
<td class="number">${renderCount(rows)}</td>
<td class="number">${renderCount(rejected)}</td>
<td class="number">${sizeBytes === undefined ? "–" : formatBytes(sizeBytes)}</td>
<td>${keptAs === undefined ? "–" : html`<span class="path">${keptAs}</span>`}${sha256 && html`<small class="hash">sha256 ${sha256}</small>`}</td>
</tr>`;
}

function renderFindings({
  fileName,
  findings,
  findingsInAll = findings.length,
}: DeliveryRow): Html | undefined {
  if (findings.length === 0) return undefined;
  const more = findingsInAll - findings.length;
  return html`<div class="wide"><table class="findings">
<caption>Findings in ${fileName}${more > 0 && `: the first ${findings.length} of ${findingsInAll.toLocaleString("en-US")}`}</caption>
<thead><tr><th scope="col">Severity</th><th scope="col" class="number">Line</th><th scope="col">Column</th><th scope="col">Finding</th><th scope="col">What to do</th></tr></thead>
<tbody>${findings.map(renderFinding)}</tbody>
</table></div>`;
}

function renderFinding({ severity, line, column, code, message, value, hint }: FindingRow): Html {
  return html`<tr>
<td class="status ${severity}">${severity}</td>
<td class="number">${renderCount(line)}</td>
<td>${column ?? "–"}</td>
<td>${message}${value !== undefined && html` <code>${value}</code>`}<small>${code}</small></td>
<td>${hint ?? "–"}</td>
</tr>`;
}
