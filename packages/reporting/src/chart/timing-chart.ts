import { formatDuration, type Html, html, raw } from "@spm-ops/core";
import {
  layOutTimings,
  type Timing,
  type TimingGeometry,
  type TimingMark,
  type TimingRow,
} from "./timing-geometry.js";

export interface TimingChart {
  /** Read out in place of the picture. */
  readonly title: string;
  readonly description: string;
  readonly timings: readonly Timing[];
}

const WORDS: Readonly<Record<TimingMark, string>> = {
  "as-expected": "as expected",
  "too-high": "longer than expected",
  "too-low": "shorter than expected",
  learning: "no earlier run",
  failed: "failed",
  refused: "not accepted",
  decided: "decided, not performed",
  "in-doubt": "in doubt",
  running: "not finished",
  "not-judged": "",
};

/** Shapes around the middle of 10 × 10 pixels, so that marks differ without colour. */
const SHAPES: Readonly<Record<TimingMark, string>> = {
  "as-expected": '<circle r="3.5"/>',
  "too-high": '<path d="M0-5 5.5 4.5h-11Z"/>',
  "too-low": '<path d="M0 5 5.5-4.5h-11Z"/>',
  learning: '<circle r="3.5" class="hollow"/>',
  failed: '<path d="M-4-4 4 4M4-4-4 4" class="stroke"/>',
  refused: '<path d="M-4-4 4 4M4-4-4 4" class="stroke"/>',
  decided: '<path d="M-4-4h8v8h-8Z" class="hollow"/>',
  "in-doubt": '<path d="M0-5 5 0 0 5-5 0Z" class="hollow"/>',
  running: '<path d="M-4 0h8" class="stroke"/>',
  "not-judged": "",
};

/**
 * Draws a run as SVG: one bar a step on a time axis, behind it the interval in which its end was expected.
 *
 * Colours come from the page's custom properties (`--chart-*`) and have light defaults. A picture for people who see
 * it, and a text for those who do not; put a table of the figures beside it.
 */
export function renderTimingChart({ title, description, timings }: TimingChart): Html {
  const geometry = layOutTimings(timings);
  const { width, height } = geometry;
  return html`<svg class="timing-chart" role="img" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">
<title>${title}</title>
<desc>${description}</desc>
<style>${raw(STYLE)}</style>
${drawAxis(geometry)}
${geometry.rows.map((row) => drawRow(row, geometry))}
</svg>`;
}

function drawAxis({ plot, ticks }: TimingGeometry): Html {
  const { top, bottom } = plot;
  return html`<g class="axis">${ticks.map(
    ({ x, label }) =>
      html`<line x1="${px(x)}" x2="${px(x)}" y1="${top}" y2="${bottom}"/><text x="${px(x)}" y="${bottom + 18}">${label}</text>`,
  )}</g>`;
}

function drawRow({ timing, label, middleY, bar, earlier, band }: TimingRow, { plot }: TimingGeometry): Html {
  const { mark, elapsedMs } = timing;
  const symbolX = plot.right + 18;
  return html`<g class="${mark}">
<title>${timing.label}: ${formatDuration(elapsedMs)}${WORDS[mark] && `, ${WORDS[mark]}`}</title>
<text class="label" x="${plot.left - 14}" y="${middleY + 4.5}">${label}</text>
${
  band &&
  html`<rect class="band" x="${px(band.x)}" y="${middleY - 10}" width="${px(band.width)}" height="20" rx="3"/>${
    band.isCut && html`<path class="cut" d="M${px(band.x + band.width + 2)} ${middleY - 4}l4 4-4 4"/>`
  }`
}
${earlier && html`<rect class="earlier" x="${px(earlier.x)}" y="${middleY - 1}" width="${px(earlier.width)}" height="2"/>`}
<rect class="bar" x="${px(bar.x)}" y="${middleY - 5}" width="${px(bar.width)}" height="10" rx="${bar.width < 4 ? 1 : 2}"/>
${
  band?.typicalX !== undefined &&
  html`<line class="typical" x1="${px(band.typicalX)}" x2="${px(band.typicalX)}" y1="${middleY - 10}" y2="${middleY + 10}"/>`
}
<g class="mark" transform="translate(${px(symbolX)} ${middleY})">${raw(SHAPES[mark])}</g>
<text class="figure" x="${symbolX + 14}" y="${middleY + 4.5}">${formatDuration(elapsedMs)}<tspan class="words" dx="8">${WORDS[mark]}</tspan></text>
</g>`;
}

function px(value: number): string {
  return String(Number(value.toFixed(2)));
}

const STYLE = `
.timing-chart{font:12.5px/1 system-ui,sans-serif;fill:var(--chart-text,#1f2933)}
.timing-chart .axis line{stroke:var(--chart-grid,#e3e7eb)}
.timing-chart .axis text{fill:var(--chart-quiet,#5b6875);font-size:12px;text-anchor:middle}
.timing-chart .label{text-anchor:end}
.timing-chart .figure{font-variant-numeric:tabular-nums}
.timing-chart .words{fill:var(--chart-quiet,#5b6875);font-size:12px}
.timing-chart .band{fill:var(--chart-band,#dfe7ee)}
.timing-chart .cut{fill:none;stroke:var(--chart-quiet,#5b6875);stroke-width:1.5}
.timing-chart .typical{stroke:var(--chart-typical,#7b8a99);stroke-width:1.5;stroke-dasharray:3 2}
.timing-chart .earlier{fill:var(--chart-odd,#b4540a)}
.timing-chart .bar,.timing-chart .mark{fill:var(--chart-usual,#2c6e8f)}
.timing-chart .mark .hollow{fill:none;stroke:var(--chart-usual,#2c6e8f);stroke-width:1.6}
.timing-chart .mark .stroke{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round}
.timing-chart :is(.too-high,.too-low,.in-doubt) :is(.bar,.mark){fill:var(--chart-odd,#b4540a)}
.timing-chart :is(.too-high,.too-low,.in-doubt) .hollow{stroke:var(--chart-odd,#b4540a)}
.timing-chart :is(.too-high,.too-low,.in-doubt) .words{fill:var(--chart-odd,#b4540a);font-weight:600}
.timing-chart :is(.failed,.refused) :is(.bar,.mark){fill:var(--chart-failed,#b3261e);color:var(--chart-failed,#b3261e)}
.timing-chart :is(.failed,.refused) .words{fill:var(--chart-failed,#b3261e);font-weight:600}
.timing-chart :is(.running,.not-judged) .bar{fill:var(--chart-quiet,#5b6875)}
.timing-chart .running .mark{color:var(--chart-quiet,#5b6875)}
`;
