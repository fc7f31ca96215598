/** What tells series of one family apart. Values may be any text. */
export type Labels = Readonly<Record<string, string>>;

interface Counted {
  readonly labels?: Labels | undefined;
  /** Since when it counts, in milliseconds since 1970. */
  readonly createdMs?: number | undefined;
}

/** Counts what has happened, and never falls. */
export interface CounterFamily {
  readonly type: "counter";
  readonly points: readonly (Counted & { readonly value: number })[];
}

/** What is so at the moment. */
export interface GaugeFamily {
  readonly type: "gauge";
  readonly points: readonly { readonly labels?: Labels | undefined; readonly value: number }[];
}

/** How many observations lie at or below each bound. */
export interface HistogramFamily {
  readonly type: "histogram";
  readonly points: readonly (Counted & {
    /** With their bounds rising, each counting those before too. The last one, without a bound, is `count`. */
    readonly buckets: readonly { readonly atMost: number; readonly count: number }[];
    readonly count: number;
    readonly sum: number;
  })[];
}

/** Facts in words that rarely change. */
export interface InfoFamily {
  readonly type: "info";
  readonly points: readonly { readonly labels?: Labels | undefined; readonly facts: Labels }[];
}

/** Which of some states hold. */
export interface StateSetFamily {
  readonly type: "stateset";
  readonly points: readonly {
    readonly labels?: Labels | undefined;
    readonly states: Readonly<Record<string, boolean>>;
  }[];
}

/** Series of one name: what a monitoring system keeps of one thing. */
export type MetricFamily = {
  /** With its unit as the last word, and without the endings that a format adds (`_total`, `_info`). */
  readonly name: string;
  /** `seconds`, `bytes`, `ratio`: base units, as the last word of the name too. */
  readonly unit?: string | undefined;
  /** One sentence. */
  readonly help: string;
} & (CounterFamily | GaugeFamily | HistogramFamily | InfoFamily | StateSetFamily);

/** One line of a family. */
export interface Sample {
  readonly suffix: "" | "_total" | "_info" | "_bucket" | "_sum" | "_count" | "_created";
  readonly labels: Labels;
  readonly value: number;
}

/** The lines of a family, one point after the other, and the points in the order of their labels. */
export function samplesOf(family: MetricFamily): readonly Sample[] {
  return pointsOf(family)
    .map((samples) => ({ samples, key: orderOf(samples[0]?.labels ?? {}) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .flatMap(({ samples }) => samples);
}

function pointsOf(family: MetricFamily): readonly (readonly Sample[])[] {
  switch (family.type) {
    case "counter":
      return family.points.map(({ labels = {}, value, createdMs }) => [
        { suffix: "_total", labels, value },
        ...created(labels, createdMs),
      ]);
    case "gauge":
      return family.points.map(({ labels = {}, value }) => [{ suffix: "", labels, value }]);
    case "histogram":
      return family.points.map(({ labels = {}, buckets, count, sum, createdMs }) => [
        ...[...buckets, { atMost: Number.POSITIVE_INFINITY, count }].map(
          (bucket) =>
            ({
              suffix: "_bucket",
              labels: { ...labels, le: formatBound(bucket.atMost) },
              value: bucket.count,
            }) as const,
        ),
        { suffix: "_count", labels, value: count },
        { suffix: "_sum", labels, value: sum },
        ...created(labels, createdMs),
      ]);
    case "info":
      return family.points.map(({ labels = {}, facts }) => [
        { suffix: "_info", labels: { ...labels, ...facts }, value: 1 },
      ]);
    case "stateset":
      return family.points.map(({ labels = {}, states }) =>
        Object.entries(states).map(([state, holds]) => ({
          suffix: "",
          labels: { ...labels, [family.name]: state },
          value: holds ? 1 : 0,
        })),
      );
  }
}

function created(labels: Labels, createdMs: number | undefined): readonly Sample[] {
  return createdMs === undefined ? [] : [{ suffix: "_created", labels, value: createdMs / 1_000 }];
}

/** The canonical form of a bound: the same in every format, so that it stays the same series. */
function formatBound(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : formatNumber(bound);
}

/** A number as the formats write it. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}

function orderOf(labels: Labels): string {
  return JSON.stringify(sortedLabels(labels));
}

/** Labels by their names. */
export function sortedLabels(labels: Labels): readonly (readonly [name: string, value: string])[] {
  return Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
}
