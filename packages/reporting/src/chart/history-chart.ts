import { type ExpectedInterval, formatDuration, type Html, html, raw } from "@spm-ops/core";

/** A duration of one run, oldest run first. */
export interface PastDuration {
  readonly elapsedMs: number;
  /** It did not happen but was generated, to have something to compare with. Drawn hollow. */
  readonly isGenerated: boolean;
}

export interface HistoryChart {
  /** Read out in place of the picture. */
  readonly title: string;
  readonly past: readonly PastDuration[];
  /** The run that the report is about. */
  readonly current?: number | undefined;
  readonly isOdd: boolean;
  readonly expected?: ExpectedInterval | undefined;
}

export interface HistoryGeometry {
  readonly width: number;
  readonly height: number;
  readonly points: readonly { readonly x: number; readonly y: number; readonly isGenerated: boolean }[];
  readonly current?: { readonly x: number; readonly y: number } | undefined;
  readonly band?: { readonly y: number; readonly height: number } | undefined;
}

const WIDTH = 320;
const HEIGHT = 72;
const MARGIN = 7;

/** An expected interval is shown up to this many times the longest duration. */
const ROOM_FOR_INTERVAL = 1.3;

/** Places durations from left (oldest) to right, from zero up. Pure; any number of points. */
export function layOutHistory({
  past,
  current,
  expected,
}: Omit<HistoryChart, "title" | "isOdd">): HistoryGeometry {
  const longestMs = Math.max(0, current ?? 0, ...past.map(({ elapsedMs }) => elapsedMs));
  const topMs = Math.max(longestMs, Math.min(expected?.high ?? 0, longestMs * ROOM_FOR_INTERVAL)) || 1;
  const places = past.length + (current === undefined ? 0 : 1);
  const toX = (index: number) => MARGIN + (places < 2 ? 1 : index / (places - 1)) * (WIDTH - 2 * MARGIN);
  const toY = (ms: number) => HEIGHT - MARGIN - (Math.min(ms, topMs) / topMs) * (HEIGHT - 2 * MARGIN);
  return {
    width: WIDTH,
    height: HEIGHT,
    points: past.map(({ elapsedMs, isGenerated }, index) => ({
      x: toX(index),
      y: toY(elapsedMs),
      isGenerated,
    })),
    current: current === undefined ? undefined : { x: toX(past.length), y: toY(current) },
    band: expected && { y: toY(expected.high), height: toY(expected.low) - toY(expected.high) },
  };
}

/** Draws how long the last runs took, and this one, over the interval in which it was expected. */
export function renderHistoryChart(chart: HistoryChart): Html {
  const { width, height, points, current, band } = layOutHistory(chart);
  const line = points.map(({ x, y }) => `${px(x)} ${px(y)}`).join("L");
  return html`<svg class="history-chart" role="img" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">
<title>${chart.title}</title>
<desc>${describe(chart)}</desc>
<style>${raw(STYLE)}</style>
${band && html`<rect class="band" x="0" y="${px(band.y)}" width="${width}" height="${px(band.height)}" rx="3"/>`}
<line class="zero" x1="0" x2="${width}" y1="${height - MARGIN}" y2="${height - MARGIN}"/>
${points.length > 1 && html`<path class="line" d="M${line}"/>`}
${points.map(({ x, y, isGenerated }) => html`<circle class="${isGenerated ? "generated" : "real"}" cx="${px(x)}" cy="${px(y)}" r="2.4"/>`)}
${current && drawCurrent(current, chart.isOdd)}
</svg>`;
}

function drawCurrent({ x, y }: { readonly x: number; readonly y: number }, isOdd: boolean): Html {
  return isOdd
    ? html`<path class="current odd" transform="translate(${px(x)} ${px(y)})" d="M0-6 6 0 0 6-6 0Z"/>`
    : html`<circle class="current" cx="${px(x)}" cy="${px(y)}" r="4.5"/>`;
}

function describe({ past, current, expected }: HistoryChart): string {
  const parts = [`${past.length} earlier runs`];
  if (current !== undefined) parts.push(`this run ${formatDuration(current)}`);
  if (expected !== undefined) {
    parts.push(`expected ${formatDuration(expected.low)} to ${formatDuration(expected.high)}`);
  }
  return `${parts.join(", ")}.`;
}

function px(value: number): string {
  return String(Number(value.toFixed(2)));
}

const STYLE = `
.history-chart .band{fill:var(--chart-band,#dfe7ee)}
.history-chart .zero{stroke:var(--chart-grid,#e3e7eb)}
.history-chart .line{fill:none;stroke:var(--chart-typical,#7b8a99);stroke-width:1}
.history-chart .real{fill:var(--chart-typical,#7b8a99)}
.history-chart .generated{fill:var(--chart-paper,#fff);stroke:var(--chart-typical,#7b8a99);stroke-width:1.2}
.history-chart .current{fill:var(--chart-usual,#2c6e8f)}
.history-chart .odd{fill:var(--chart-odd,#b4540a)}
`;
