const rate = (part, whole) => (whole === 0 ? undefined : part / whole);
const round = (figure, digits) => (figure === undefined ? undefined : Number(figure.toFixed(digits)));
const RATES = [0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
/** False alarms at which the power of methods is compared. */
const COMPARED_RATE = 0.005;
const SIZES = { high: [1.4, 2, 3, 5, 20], low: [0.7, 0.5, 0.3, 0.1, -1] };

/** Realised over promised false alarms, at each promised rate. */
function toCurve(records) {
  const normal = records.filter(isNormal);
  return Object.fromEntries(
    RATES.map((promised) => [
      promised,
      round(rate(normal.filter(({ chance }) => chance <= promised).length, normal.length * promised), 2),
    ]),
  );
}

const isNormal = ({ anomaly, isOpen }) => anomaly === undefined && !isOpen;
const isHit = ({ anomaly, isOpen }) => anomaly !== undefined && !isOpen;

/** Curves of parts of the records. */
export function toCurves(records) {
  const parts = {
    all: () => true,
    "month end": ({ isMonthEnd }) => isMonthEnd,
    "fewer than 8 runs": ({ runs }) => runs < 8,
    "8 to 30 runs": ({ runs }) => runs >= 8 && runs <= 30,
    "more than 30 runs": ({ runs }) => runs > 30,
    durations: ({ isRows }) => !isRows,
    volumes: ({ isRows }) => isRows,
  };
  const curves = Object.entries(parts).map(([name, holds]) => [name, toCurve(records.filter(holds))]);
  const sides = ["too-high", "too-low"].map((side) => [side, toSideCurve(records, side)]);
  return Object.fromEntries([...curves, ...sides]);
}

/** One side keeps half of a promise for both. */
function toSideCurve(records, side) {
  const normal = records.filter(isNormal);
  return Object.fromEntries(
    RATES.map((promised) => {
      const told = normal.filter((record) => record.side === side && record.chance <= promised).length;
      return [promised, round(rate(told, (normal.length * promised) / 2), 2)];
    }),
  );
}

/** False alarms a 1,000 of the unluckiest tenth of the series, for series with enough runs to tell. */
export function toUnluckiest(records, promised) {
  const bySeries = new Map();
  for (const { series, chance } of records.filter(isNormal)) {
    const count = bySeries.get(series) ?? { runs: 0, told: 0 };
    bySeries.set(series, { runs: count.runs + 1, told: count.told + (chance <= promised ? 1 : 0) });
  }
  const rates = [...bySeries.values()].filter(({ runs }) => runs >= 200).map(({ runs, told }) => told / runs);
  rates.sort((one, other) => one - other);
  return round((rates[Math.floor(0.9 * rates.length)] ?? 0) * 1_000, 1);
}

/**
 * What a method finds when it is allowed five false alarms a 1,000 normal runs; in percent, all and by side and size.
 *
 * @param {readonly object[]} records
 * @param {(record: object) => number} oddity larger is odder
 */
export function toPower(records, oddity) {
  const normal = records
    .filter(isNormal)
    .map(oddity)
    .sort((one, other) => other - one);
  const limit = normal[Math.floor(COMPARED_RATE * normal.length)];
  const anomalies = records.filter(isHit);
  const found = (some) =>
    round(100 * rate(some.filter((record) => oddity(record) > limit).length, some.length), 1);
  const within = (from, to) =>
    anomalies.filter(
      ({ anomaly: { factor } }) => factor >= Math.min(from, to) && factor < Math.max(from, to),
    );
  const bySize = (steps) =>
    Object.fromEntries(
      steps.slice(1).map((to, at) => [`${steps[at]} to ${Math.max(to, 0)}`, found(within(steps[at], to))]),
    );
  return {
    all: found(anomalies),
    "too much": found(anomalies.filter(({ anomaly }) => anomaly.side === "too-high")),
    "too little": found(anomalies.filter(({ anomaly }) => anomaly.side === "too-low")),
    ...bySize(SIZES.high),
    ...bySize(SIZES.low),
  };
}

/** False alarms a 1,000 normal runs of a method at its own limit. */
export function toFalseAlarms(records, isTold) {
  const normal = records.filter(isNormal);
  const closing = normal.filter(({ isMonthEnd }) => isMonthEnd);
  const thousand = (some) => round(1_000 * rate(some.filter(isTold).length, some.length), 1);
  return { all: thousand(normal), "month end": thousand(closing) };
}
