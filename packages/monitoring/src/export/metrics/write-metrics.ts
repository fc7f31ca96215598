import { checkFamily } from "./check-family.js";
import {
  formatNumber,
  type Labels,
  type MetricFamily,
  type Sample,
  samplesOf,
  sortedLabels,
} from "./metric-family.js";

/**
 * Writes families as OpenMetrics text, version 1.0.0: sorted, with `# EOF` at the end.
 *
 * @throws TypeError for names that are none, and for series that are there twice.
 */
export function writeOpenMetrics(families: readonly MetricFamily[]): string {
  const blocks = sorted(families).map((family) => {
    const { name, type, unit, help } = family;
    const head = [
      `# TYPE ${name} ${type}`,
      ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
      `# HELP ${name} ${escapeText(help)}`,
    ];
    return [...head, ...writeSamples(name, checkedSamples(family))];
  });
  return `${[...blocks.flat(), "# EOF"].join("\n")}\n`;
}

/**
 * Writes families in the text format of Prometheus, version 0.0.4, which every scraper reads: the same series as
 * `writeOpenMetrics`, but for `_created`; an info and a state set are gauges there.
 *
 * @throws TypeError for names that are none, and for series that are there twice.
 */
export function writePrometheusText(families: readonly MetricFamily[]): string {
  const blocks = sorted(families).map((family) => {
    const { type, help } = family;
    const name = `${family.name}${NAME_ENDINGS[type] ?? ""}`;
    const samples = checkedSamples(family).filter(({ suffix }) => suffix !== "_created");
    return [
      `# HELP ${name} ${escapeHelp(help)}`,
      `# TYPE ${name} ${type === "info" || type === "stateset" ? "gauge" : type}`,
      ...writeSamples(family.name, samples),
    ];
  });
  return blocks
    .flat()
    .map((line) => `${line}\n`)
    .join("");
}

/** What the older format counts as part of a family's name. */
const NAME_ENDINGS: Readonly<Partial<Record<MetricFamily["type"], string>>> = {
  counter: "_total",
  info: "_info",
};

function sorted(families: readonly MetricFamily[]): readonly MetricFamily[] {
  const names = families.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new TypeError(`There are two families ${twice}.`);
  return [...families].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function checkedSamples(family: MetricFamily): readonly Sample[] {
  const samples = samplesOf(family);
  checkFamily(family, samples);
  return samples;
}

function writeSamples(name: string, samples: readonly Sample[]): readonly string[] {
  return samples.map(
    ({ suffix, labels, value }) => `${name}${suffix}${writeLabels(labels)} ${formatNumber(value)}`,
  );
}

function writeLabels(labels: Labels): string {
  const written = sortedLabels(labels).map(([label, value]) => `${label}="${escapeText(value)}"`);
  return written.length === 0 ? "" : `{${written.join(",")}}`;
}

function escapeText(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
