import { createMomentText, formatBytes, type Html, html } from "@spm-ops/core";
import type { ArchivedRow } from "../archived-row.js";
import type { OperationsSummary } from "../operations-summary.js";
import { renderCount } from "./count-text.js";

/** What was kept, with the checksums by which it can be told from anything else. */
export function renderArchive(archived: readonly ArchivedRow[]): Html | undefined {
  if (archived.length === 0) return undefined;
  return html`<section aria-labelledby="archive"><h2 id="archive">Archive</h2>
<div class="wide"><table>
<caption>Files that this run put into the archive</caption>
<thead><tr><th scope="col">File</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Size</th><th scope="col">Delivered to</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${archived.map(renderRow)}</tbody>
</table></div></section>`;
}

function renderRow({ name, folder, rows, sizeBytes, deliveredTo = [], sha256 }: ArchivedRow): Html {
  return html`<tr>
<th scope="row">${name}<small class="path">${folder}</small></th>
<td class="number">${renderCount(rows)}</td>
<td class="number">${formatBytes(sizeBytes)}</td>
<td>${deliveredTo.length === 0 ? "–" : deliveredTo.map((target) => html`<span class="volume path">${target}</span>`)}</td>
<td><span class="hash">${sha256}</span></td>
</tr>`;
}

/** On what the page rests. */
export function renderProof({ runId, guideHash, logHash, generatedAt, timeZone }: OperationsSummary): Html {
  const facts = [
    ["Run", runId],
    ["Guide", `sha256 ${guideHash}`],
    ...(logHash === undefined ? [] : [["Run log", `sha256 ${logHash}`]]),
  ];
  return html`<footer>
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd class="hash">${value}</dd></div>`)}</dl>
<p>Made on ${createMomentText(timeZone).full(generatedAt)} (${timeZone}).</p>
</footer>`;
}
