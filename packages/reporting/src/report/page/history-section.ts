import { formatDuration, type Html, html } from "@spm-ops/core";
import { renderHistoryChart } from "../../chart/history-chart.js";
import type { DurationHistory } from "../duration-history.js";

/** How long the last runs took, as small charts of one kind: whatever stands out is worth a look. */
export function renderHistories(histories: readonly DurationHistory[]): Html | undefined {
  if (histories.length === 0) return undefined;
  const generated = Math.max(
    ...histories.map(({ past }) => past.filter(({ isGenerated }) => isGenerated).length),
  );
  return html`<section aria-labelledby="history"><h2 id="history">The last runs</h2>
<p class="quiet">Durations, the oldest run on the left, this run last and larger; the band is where this run was expected.</p>
${
  generated > 0 &&
  html`<p class="generated-note"><strong>Generated:</strong> ${generated} of the earlier runs did not happen; they were generated to have a history. They are drawn hollow.</p>`
}
<div class="multiples">${histories.map(renderMultiple)}</div></section>`;
}

function renderMultiple(history: DurationHistory): Html {
  const { title, past, current, isOdd } = history;
  const durations = past.map(({ elapsedMs }) => elapsedMs);
  const range = `${formatDuration(Math.min(...durations))} to ${formatDuration(Math.max(...durations))}`;
  return html`<figure class="multiple">
<figcaption><strong>${title}</strong><span>${isOdd && html`<span class="odd" aria-hidden="true">◆ </span>`}${current === undefined ? "–" : formatDuration(current)}</span></figcaption>
${renderHistoryChart({ ...history, title: `Durations of ${title}` })}
<p class="quiet">${past.length === 1 ? "1 earlier run" : `${past.length} earlier runs`}: ${range}</p>
</figure>`;
}
