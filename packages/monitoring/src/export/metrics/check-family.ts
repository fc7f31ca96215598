import { type MetricFamily, type Sample, sortedLabels } from "./metric-family.js";

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;
/** Endings that a format adds to names itself. */
const RESERVED = /_(total|created|info|bucket|count|sum)$/;

/**
 * Refuses families of which no reader could make sense. What is told comes from the program, never from a guide: ids and
 * titles are values of labels, and those may be anything.
 *
 * @throws TypeError for the first thing that is wrong.
 */
export function checkFamily(family: MetricFamily, samples: readonly Sample[]): void {
  const { name, unit, type } = family;
  if (!NAME.test(name)) throw new TypeError(`${name} is no name of a metric.`);
  if (RESERVED.test(name)) throw new TypeError(`${name} ends with a word that the format adds itself.`);
  if (unit !== undefined && (type === "info" || type === "stateset"))
    throw new TypeError(`${name} is a ${type}, which has no unit.`);
  if (unit !== undefined && !name.endsWith(`_${unit}`))
    throw new TypeError(`${name} does not end with its unit ${unit}.`);
  const seen = new Set<string>();
  for (const { suffix, labels, value } of samples) {
    const wrong = Object.keys(labels).find((label) => !LABEL.test(label));
    if (wrong !== undefined) throw new TypeError(`${wrong} is no name of a label (${name}).`);
    const series = suffix + JSON.stringify(sortedLabels(labels));
    if (seen.has(series)) throw new TypeError(`${name} has a series twice: ${series}`);
    seen.add(series);
    if (suffix === "_total" && !(value >= 0)) throw new TypeError(`${name} cannot count ${value}.`);
  }
  if (family.type === "histogram") checkBuckets(family);
}

function checkBuckets(family: MetricFamily & { readonly type: "histogram" }): void {
  for (const { buckets, count } of family.points) {
    let last = { atMost: Number.NEGATIVE_INFINITY, count: 0 };
    for (const bucket of [...buckets, { atMost: Number.POSITIVE_INFINITY, count }]) {
      if (!(bucket.atMost > last.atMost) || !(bucket.count >= last.count))
        throw new TypeError(`The buckets of ${family.name} do not rise.`);
      last = bucket;
    }
  }
}
