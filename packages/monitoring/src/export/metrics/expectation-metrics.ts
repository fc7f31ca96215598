import type { Judgement } from "@spm-ops/core";
import type { GaugeFamily, Labels, MetricFamily } from "./metric-family.js";

/** A judgement, and when the run ended that it is about, in milliseconds since 1970. */
export interface DatedJudgement {
  readonly judgement: Judgement;
  readonly at: number;
}

/** What was promised of false alarms, and what came of it. `createExpectations` reports it. */
export interface PromiseFigures {
  /** A rate, for both sides together. */
  readonly promised: number;
  readonly realised: number;
  /** Where the true rate lies, 19 times in 20. */
  readonly interval: { readonly low: number; readonly high: number };
  /** Figures judged, and told as odd. */
  readonly judged: number;
  readonly told: number;
}

const VERDICTS = ["as-expected", "too-high", "too-low", "learning"] as const;

/** Measures by the unit in which they are shown. */
const UNITS = [
  { unit: "seconds", what: "Durations", holds: (measure: string) => measure.endsWith("Ms"), perUnit: 1_000 },
  { unit: "bytes", what: "Bytes", holds: (measure: string) => measure === "bytes", perUnit: 1 },
] as const;
const NUMBERS = {
  unit: undefined,
  what: "Numbers",
  holds: (measure: string) => UNITS.every(({ holds }) => !holds(measure)),
  perUnit: 1,
} as const;

/** The families about judgements: the latest of each subject and measure. */
export function judgementMetrics(judgements: readonly DatedJudgement[]): readonly MetricFamily[] {
  const latest = latestOfEach(judgements);
  return [
    ...[...UNITS, NUMBERS].flatMap(({ unit, what, holds, perUnit }) => {
      const ours = latest.filter(({ judgement }) => holds(judgement.measure));
      const head = { type: "gauge", unit } as const;
      const last = unit ?? "number";
      return [
        {
          ...head,
          name: `spm_ops_judged_${last}`,
          help: `${what} that were judged.`,
          points: ours.map(({ judgement }) => ({
            labels: labelsOf(judgement),
            value: judgement.value / perUnit,
          })),
        },
        {
          ...head,
          name: `spm_ops_expected_${last}`,
          help: `${what} as they were expected: the bounds of the interval, and the middle of it.`,
          points: ours.flatMap(({ judgement }) => boundsOf(judgement, perUnit)),
        },
      ];
    }),
    {
      name: "spm_ops_judged_timestamp_seconds",
      type: "gauge",
      unit: "seconds",
      help: "When the run ended that was judged.",
      points: latest.map(({ judgement, at }) => ({ labels: labelsOf(judgement), value: at / 1_000 })),
    },
    {
      name: "spm_ops_verdict",
      type: "stateset",
      help: "How the figure was judged.",
      points: latest.map(({ judgement }) => ({
        labels: labelsOf(judgement),
        states: Object.fromEntries(VERDICTS.map((each) => [each, each === judgement.verdict])),
      })),
    },
  ];
}

function latestOfEach(judgements: readonly DatedJudgement[]): readonly DatedJudgement[] {
  const latest = new Map<string, DatedJudgement>();
  for (const dated of judgements) {
    const key = JSON.stringify([dated.judgement.subject, dated.judgement.measure]);
    const known = latest.get(key);
    if (known === undefined || dated.at >= known.at) latest.set(key, dated);
  }
  return [...latest.values()];
}

function labelsOf({ subject, measure }: Judgement): Labels {
  return { subject, measure };
}

function boundsOf(judgement: Judgement, perUnit: number): GaugeFamily["points"] {
  return Object.entries(judgement.expected ?? {}).map(([bound, value]) => ({
    labels: { ...labelsOf(judgement), bound },
    value: value / perUnit,
  }));
}

/** The families about the promise. Nothing is realised before something was judged. */
export function promiseMetrics({
  promised,
  realised,
  interval,
  judged,
  told,
}: PromiseFigures): readonly MetricFamily[] {
  const known = judged === 0 ? [] : ([["middle", realised], ...Object.entries(interval)] as const);
  return [
    {
      name: "spm_ops_false_alarms_promised_ratio",
      type: "gauge",
      unit: "ratio",
      help: "How many of the figures that are normal may be told as odd, by the promise.",
      points: judged === 0 ? [] : [{ value: promised }],
    },
    {
      name: "spm_ops_false_alarms_realised_ratio",
      type: "gauge",
      unit: "ratio",
      help: "How many were told as odd and not confirmed, with the bounds between which the true rate lies 19 times in 20.",
      points: known.map(([bound, value]) => ({ labels: { bound }, value })),
    },
    {
      name: "spm_ops_figures_judged",
      type: "gauge",
      help: "Figures that were judged in the time over which the promise is counted.",
      points: [{ value: judged }],
    },
    {
      name: "spm_ops_figures_told",
      type: "gauge",
      help: "Figures that were told as odd in the time over which the promise is counted.",
      points: [{ value: told }],
    },
  ];
}
