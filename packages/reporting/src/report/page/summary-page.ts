import { html, raw } from "@spm-ops/core";
import type { OperationsSummary } from "../operations-summary.js";
import { renderDeliveries } from "./delivery-section.js";
import { renderHistories } from "./history-section.js";
import { renderLoads } from "./load-section.js";
import { renderOverview } from "./overview-section.js";
import { PAGE_STYLE } from "./page-style.js";
import { renderArchive, renderProof } from "./proof-section.js";
import { renderSteps } from "./step-section.js";

/**
 * A summary as one HTML page that needs nothing else: no script, no font, no picture from elsewhere.
 *
 * Light or dark as the reader's system is, and fit for paper. Times are shown in the summary's zone.
 *
 * @throws RangeError for a time zone that is none.
 */
export function renderSummaryHtml(summary: OperationsSummary): string {
  const { title, client, environment, deliveries, loads, archived, histories } = summary;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title} – ${client}, ${environment}</title>
<style>${raw(PAGE_STYLE)}</style>
</head>
<body>
<main>
${renderOverview(summary)}
${renderSteps(summary)}
${renderDeliveries(deliveries)}
${renderLoads(loads, environment)}
${renderArchive(archived)}
${renderHistories(histories)}
</main>
${renderProof(summary)}
</body>
</html>
`.markup;
}
