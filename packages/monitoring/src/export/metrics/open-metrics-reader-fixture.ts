/** What a strict reader of OpenMetrics 1.0.0 makes of a text. */
export interface ReadFamily {
  readonly type: string;
  readonly unit?: string | undefined;
  readonly help?: string | undefined;
  readonly samples: readonly ReadSample[];
}

interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Endings by type, as the specification lists them. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  counter: ["_total", "_created"],
  gauge: [""],
  histogram: ["_bucket", "_count", "_sum", "_created"],
  info: ["_info"],
  stateset: [""],
};
const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\n"])*"(?:,(?!\})|(?=\})))*)\})? ([+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|NaN)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"/g;

/** Reads OpenMetrics text as strictly as its specification allows, and throws at the first thing that is against it. */
export function readOpenMetrics(text: string): ReadonlyMap<string, ReadFamily> {
  if (!text.endsWith("\n# EOF\n") && text !== "# EOF\n") throw new RangeError("does not end with # EOF");
  const families = new Map<string, { type: string; unit?: string; help?: string; samples: ReadSample[] }>();
  const seen = new Set<string>();
  let current = "";
  for (const line of text.slice(0, -"# EOF\n".length).split("\n").slice(0, -1)) {
    const head = /^# (TYPE|UNIT|HELP) (\S+) (.*)$/.exec(line);
    if (head !== null) {
      const [, word = "", name = "", rest = ""] = head;
      if (name !== current && families.has(name)) throw new RangeError(`${name} is interrupted`);
      current = name;
      const family = families.get(name) ?? { type: "unknown", samples: [] };
      if (family.samples.length > 0) throw new RangeError(`${name} is described after its samples`);
      if (word === "UNIT" && !name.endsWith(`_${rest}`)) throw new RangeError(`${name} lacks ${rest}`);
      families.set(name, { ...family, [word.toLowerCase()]: rest });
      continue;
    }
    const sample = readSample(line);
    const family = families.get(current);
    if (!(ENDINGS[family?.type ?? ""] ?? []).some((ending) => sample.name === current + ending))
      throw new RangeError(`${sample.name} is no series of ${current}`);
    const series = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(series)) throw new RangeError(`${series} is there twice`);
    seen.add(series);
    checkValue(family?.type, current, sample);
    family?.samples.push(sample);
  }
  return families;
}

function readSample(line: string): ReadSample {
  const read = SAMPLE.exec(line);
  if (read === null) throw new RangeError(`not a sample: ${line}`);
  const [, name = "", labels = "", value = ""] = read;
  const pairs = [...labels.matchAll(LABEL)].map(
    ([, label = "", text = ""]) => [label, readText(text)] as const,
  );
  if (new Set(pairs.map(([label]) => label)).size < pairs.length)
    throw new RangeError(`a label twice: ${line}`);
  return { name, labels: Object.fromEntries(pairs), value: Number(value.replace("Inf", "Infinity")) };
}

function readText(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter));
}

function checkValue(type: string | undefined, family: string, { name, labels, value }: ReadSample): void {
  const isState = type === "stateset";
  if (isState && !(family in labels)) throw new RangeError(`${family} has a state without a name`);
  if (isState && value !== 0 && value !== 1) throw new RangeError(`${family} has a state that is ${value}`);
  if (type === "info" && value !== 1) throw new RangeError(`${family} has facts that are ${value}`);
  if (name.endsWith("_bucket") && !("le" in labels))
    throw new RangeError(`${family} has a bucket without le`);
  if ((type === "counter" || type === "histogram") && !(value >= 0))
    throw new RangeError(`${name} counts ${value}`);
}
