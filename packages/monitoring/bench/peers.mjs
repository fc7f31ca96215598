// What others do to say whether a figure is odd, as they do it by default. Each gives a score from the figures before;
// `limit` is where it alerts. Their own papers and sources are named in docs/monitoring.md.
const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;
const deviation = (values) =>
  Math.sqrt(sum(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1));
const sorted = (values) => [...values].sort((one, other) => one - other);
const quantile = (ordered, part) => {
  const position = part * (ordered.length - 1);
  const low = Math.floor(position);
  return ordered[low] + (position - low) * ((ordered[low + 1] ?? ordered[low]) - ordered[low]);
};
const logs = (values) => values.map((value) => Math.log(value + 1));

/** The figure stands among those that it is compared with. */
function zAmong(values, value) {
  if (values.length < 2) return 0;
  const all = [...values, value];
  const spread = deviation(all);
  return spread === 0 ? 0 : (value - mean(all)) / spread;
}

function z(values, value) {
  if (values.length < 2) return 0;
  const spread = deviation(values);
  return spread === 0 ? 0 : (value - mean(values)) / spread;
}

/** By how many interquartile ranges it lies beyond the nearer quartile. */
function interquartile(values, value) {
  if (values.length < 4) return 0;
  const ordered = sorted(values);
  const [low, high] = [quantile(ordered, 0.25), quantile(ordered, 0.75)];
  const range = high - low || Number.EPSILON;
  return value > high ? (value - high) / range : value < low ? (value - low) / range : 0;
}

function medianDistance(values, value) {
  if (values.length < 4) return 0;
  const middle = quantile(sorted(values), 0.5);
  const spread = 1.4826 * quantile(sorted(values.map((each) => Math.abs(each - middle))), 0.5);
  return spread === 0 ? 0 : (value - middle) / spread;
}

/** Of the t distribution, as the score of a normal one; close enough to rank by (Wallace 1959). */
function logT(values, value) {
  if (values.length < 3) return 0;
  const degrees = values.length - 1;
  const t = z(values, value) / Math.sqrt(1 + 1 / values.length);
  const score = ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p((t * t) / degrees));
  return t < 0 ? -score : score;
}

/** @type {readonly { name: string, limit: number, score: (series: { values: number[], weekdays: number[], closings: boolean[] }, run: object, value: number) => number }[]} */
export const PEERS = [
  {
    name: "z > 3 of 14, itself among them",
    limit: 3,
    score: ({ values }, _, value) => zAmong(values.slice(-13), value),
  },
  {
    name: "the same by weekday",
    limit: 3,
    score: ({ values, weekdays }, { weekday }, value) =>
      zAmong(
        values
          .slice(-97)
          .filter((_, at) => weekdays.slice(-97)[at] === weekday)
          .slice(-13),
        value,
      ),
  },
  { name: "mean ± 3 sd of 20", limit: 3, score: ({ values }, _, value) => z(values.slice(-20), value) },
  {
    name: "twice or half the mean of 5",
    limit: Math.log(2),
    score: ({ values }, _, value) =>
      values.length === 0 ? 0 : Math.log((value + 1e-9) / (mean(values.slice(-5)) + 1e-9)),
  },
  {
    name: "1.5 IQR of 30",
    limit: 1.5,
    score: ({ values }, _, value) => interquartile(values.slice(-30), value),
  },
  {
    name: "3.5 MAD of 30, log",
    limit: 3.5,
    score: ({ values }, _, value) => medianDistance(logs(values.slice(-30)), Math.log(value + 1)),
  },
  {
    name: "log-t of 30",
    limit: 2.807,
    score: ({ values }, _, value) => logT(logs(values.slice(-30)), Math.log(value + 1)),
  },
  {
    name: "log-t of 30, month end apart",
    limit: 2.807,
    score: ({ values, closings }, { fromMonthEnd }, value) => {
      const alike = values.filter((_, at) => closings[at] === (fromMonthEnd !== undefined));
      return logT(logs((alike.length < 5 ? values : alike).slice(-30)), Math.log(value + 1));
    },
  },
];

/** What the peers know of each series. */
export function createPeerMemory() {
  const series = new Map();
  return {
    /** How odd each peer finds a figure by those before it, which it then joins. */
    take(name, run, value) {
      const past = series.get(name) ?? { values: [], weekdays: [], closings: [] };
      series.set(name, past);
      const scores = PEERS.map(({ score }) => score(past, run, value));
      past.values.push(value);
      past.weekdays.push(run.weekday);
      past.closings.push(run.fromMonthEnd !== undefined);
      return scores;
    },
  };
}
