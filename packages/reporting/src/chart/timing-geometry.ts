import { type ExpectedInterval, formatDuration } from "@spm-ops/core";
import { toDurationTicks } from "./duration-ticks.js";

/** What is shown of a bar besides its length: by shape and in words, not by colour alone. */
export type TimingMark =
  | "as-expected"
  | "too-high"
  | "too-low"
  | "learning"
  | "failed"
  | "refused"
  | "decided"
  | "in-doubt"
  | "running"
  | "not-judged";

/** A step on the time axis. Times are milliseconds since the run began. */
export interface Timing {
  readonly label: string;
  /** When its first attempt began. */
  readonly begunMs: number;
  /** When the attempt that settled it began: later than `begunMs` after failed attempts. */
  readonly startMs: number;
  readonly elapsedMs: number;
  readonly expected?: ExpectedInterval | undefined;
  readonly mark: TimingMark;
}

export interface TimingRow {
  readonly timing: Timing;
  /** The label, cut to its column. */
  readonly label: string;
  readonly middleY: number;
  readonly bar: { readonly x: number; readonly width: number };
  /** The attempts before the one that settled it, where there were any that can be seen. */
  readonly earlier?: { readonly x: number; readonly width: number } | undefined;
  readonly band?: TimingBand | undefined;
}

/** Where the end of the bar was expected. */
export interface TimingBand {
  readonly x: number;
  readonly width: number;
  readonly typicalX: number | undefined;
  /** The interval goes on beyond the axis. */
  readonly isCut: boolean;
}

export interface TimingGeometry {
  readonly width: number;
  readonly height: number;
  readonly plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly rows: readonly TimingRow[];
}

const WIDTH = 1_000;
const LABEL_WIDTH = 240;
const REMARK_WIDTH = 255;
const ROW_HEIGHT = 30;
const TOP = 10;
const AXIS_HEIGHT = 30;
const LONGEST_LABEL = 30;
const SHORTEST_BAR = 2;
const VISIBLE = 1.5;

/** An interval is shown this far beyond the end of the run, then it is cut. */
const ROOM_FOR_INTERVALS = 1.25;

/** Places steps on a time axis, in pixels. Pure; any number of steps, any durations. */
export function layOutTimings(timings: readonly Timing[]): TimingGeometry {
  const lastEndMs = Math.max(0, ...timings.map(({ startMs, elapsedMs }) => startMs + elapsedMs));
  const lastExpectedMs = Math.max(
    0,
    ...timings.map(({ startMs, expected }) => startMs + (expected?.high ?? 0)),
  );
  const axisMs = Math.max(lastEndMs, Math.min(lastExpectedMs, lastEndMs * ROOM_FOR_INTERVALS), 1);
  const plot = {
    left: LABEL_WIDTH,
    right: WIDTH - REMARK_WIDTH,
    top: TOP,
    bottom: TOP + timings.length * ROW_HEIGHT,
  };
  const toX = (ms: number) =>
    plot.left + (Math.min(Math.max(ms, 0), axisMs) / axisMs) * (plot.right - plot.left);
  return {
    width: WIDTH,
    height: plot.bottom + AXIS_HEIGHT,
    plot,
    ticks: toDurationTicks(axisMs).map((ms) => ({ x: toX(ms), label: ms === 0 ? "0" : formatDuration(ms) })),
    rows: timings.map((timing, index) => ({
      timing,
      label: cut(timing.label),
      middleY: TOP + (index + 0.5) * ROW_HEIGHT,
      bar: toBar(toX, timing),
      earlier: toEarlierAttempts(toX, timing),
      band: toBand(toX, timing, axisMs),
    })),
  };
}

type ToX = (ms: number) => number;

function toBar(toX: ToX, { startMs, elapsedMs }: Timing): TimingRow["bar"] {
  const x = toX(startMs);
  return { x, width: Math.max(toX(startMs + elapsedMs) - x, SHORTEST_BAR) };
}

function toEarlierAttempts(toX: ToX, { begunMs, startMs }: Timing): TimingRow["earlier"] {
  const width = toX(startMs) - toX(begunMs);
  return width < VISIBLE ? undefined : { x: toX(begunMs), width };
}

function toBand(toX: ToX, { startMs, expected }: Timing, axisMs: number): TimingBand | undefined {
  if (expected === undefined) return undefined;
  const x = toX(startMs + expected.low);
  const typicalMs = startMs + expected.typical;
  return {
    x,
    width: Math.max(toX(startMs + expected.high) - x, SHORTEST_BAR),
    typicalX: typicalMs <= axisMs ? toX(typicalMs) : undefined,
    isCut: startMs + expected.high > axisMs,
  };
}

function cut(label: string): string {
  const characters = [...label];
  if (characters.length <= LONGEST_LABEL) return label;
  return `${characters
    .slice(0, LONGEST_LABEL - 1)
    .join("")
    .trimEnd()}…`;
}
