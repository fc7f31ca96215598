import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MetricFamily } from "./metric-family.js";
import { readOpenMetrics } from "./open-metrics-reader-fixture.js";
import { toOperationsMetrics } from "./operations-metrics.js";
import { everything, HOSTILE } from "./snapshot-fixture.js";
import { writeOpenMetrics, writePrometheusText } from "./write-metrics.js";

/** Where it is set, a program that is not there is a failure. */
const REQUIRED = process.env["SPM_OPS_REAL_SERVERS"] === "required";

/** Where Debian's package prometheus puts it. */
const PROMTOOL = "/usr/bin/promtool";

const help = "One sentence.";
const gauge = (name: string, more: Partial<MetricFamily> = {}): MetricFamily =>
  ({ name, help, type: "gauge", points: [{ value: 1 }], ...more }) as MetricFamily;

/** What promtool has to say, and how it ends. */
function promtool(commands: readonly string[], input = "") {
  const { stdout, stderr, status } = spawnSync(PROMTOOL, commands, { input, encoding: "utf8" });
  return { said: stdout + stderr, status };
}

/** Skips a test where promtool is not there, unless it has to be. */
function needPromtool(skip: (note: string) => void): void {
  if (promtool(["--version"]).status === 0) return;
  expect(REQUIRED, `not on this machine: ${PROMTOOL}`).toBe(false);
  skip(`not on this machine: ${PROMTOOL}`);
}

/** Keeps a text as a history, by the reader of OpenMetrics of Prometheus. That wants a time with each sample. */
async function keepByPromtool(text: string) {
  const folder = await mkdtemp(join(tmpdir(), "spm-ops-metrics-"));
  try {
    const file = join(folder, "metrics.txt");
    await writeFile(file, text.replaceAll(/^(?!#).+$/gm, "$& 1767650640"));
    return promtool(["tsdb", "create-blocks-from", "openmetrics", file, join(folder, "blocks")]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("writePrometheusText", () => {
  test("passes promtool without a word, with all there is to tell", ({ skip }) => {
    needPromtool(skip);
    const text = writePrometheusText(toOperationsMetrics(everything));
    expect(promtool(["check", "metrics"], text)).toEqual({ said: "", status: 0 });
    expect(promtool(["check", "metrics"], "a b c\n").status).not.toBe(0);
  });

  test("writes every kind, and neither units nor the end", () => {
    const text = writePrometheusText([
      { name: "runs", help, type: "counter", points: [{ value: 3, createdMs: 1_000 }] },
      { name: "guide", help: 'a "b" \\', type: "info", points: [{ facts: { version: "1" } }] },
      { name: "state", help, type: "stateset", points: [{ states: { up: true, down: false } }] },
    ]);
    expect(text.split("\n")).toEqual([
      ...['# HELP guide_info a "b" \\\\', "# TYPE guide_info gauge", 'guide_info{version="1"} 1'],
      ...["# HELP runs_total One sentence.", "# TYPE runs_total counter", "runs_total 3"],
      ...["# HELP state One sentence.", "# TYPE state gauge", 'state{state="up"} 1', 'state{state="down"} 0'],
      "",
    ]);
  });
});

describe("writeOpenMetrics", () => {
  test("a strict reader takes all there is to tell, and finds every id as it was", () => {
    const families = readOpenMetrics(writeOpenMetrics(toOperationsMetrics(everything)));
    expect([...families.keys()]).toEqual([...families.keys()].sort());
    const kinds = new Set([...families.values()].map(({ type }) => type));
    expect(kinds).toEqual(new Set(["counter", "gauge", "histogram", "info", "stateset"]));
    const subjects = families.get("spm_ops_availability")?.samples.map(({ labels }) => labels["subject"]);
    expect(subjects).toEqual([HOSTILE, HOSTILE, HOSTILE]);
    expect(families.get("spm_ops_run_last_start_timestamp_seconds")?.unit).toBe("seconds");
  });

  test("Prometheus itself takes all there is to tell", async ({ skip }) => {
    needPromtool(skip);
    const text = writeOpenMetrics(toOperationsMetrics(everything));
    const series = text.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length;
    const kept = await keepByPromtool(text);
    expect(kept).toMatchObject({
      status: 0,
      said: expect.stringMatching(new RegExp(` ${series} +${series} `)),
    });
    expect((await keepByPromtool(text.replace(/_seconds seconds$/m, "_seconds hours"))).status).not.toBe(0);
  });

  test("nothing to tell is a text too", () => {
    expect(writeOpenMetrics([])).toBe("# EOF\n");
  });

  test("ids of any text come through, and the order of points makes no difference", () => {
    const text = fc.string({ unit: "grapheme" });
    const points = fc.uniqueArray(fc.record({ id: text, value: fc.double() }), { selector: ({ id }) => id });
    fc.assert(
      fc.property(points, (each) => {
        const family = (ordered: typeof each): MetricFamily => ({
          ...{ name: "x", help, type: "gauge" },
          points: ordered.map(({ id, value }) => ({ labels: { id }, value })),
        });
        const written = writeOpenMetrics([family(each)]);
        expect(writeOpenMetrics([family([...each].reverse())])).toBe(written);
        const read = readOpenMetrics(written).get("x")?.samples ?? [];
        const found = new Map(read.map(({ labels, value }) => [labels["id"], value + 0]));
        expect(found).toEqual(new Map(each.map(({ id, value }) => [id, value + 0])));
      }),
    );
  });
});

describe("what nobody could read", () => {
  test.each([
    ["a name that is none", gauge("runs-total")],
    ["an ending that the format adds", gauge("runs_total")],
    ["a name without its unit", gauge("duration", { unit: "seconds" })],
    ["a unit of facts", { name: "x_s", unit: "s", help, type: "info", points: [] } satisfies MetricFamily],
    ["a label that is none", gauge("x", { points: [{ labels: { "a-b": "" }, value: 1 }] })],
    ["a series that is there twice", gauge("x", { points: [{ value: 1 }, { value: 2 }] })],
    [
      "a counter below zero",
      { name: "x", help, type: "counter", points: [{ value: -1 }] } satisfies MetricFamily,
    ],
    [
      "buckets that fall",
      {
        ...{ name: "x", help, type: "histogram" },
        points: [{ buckets: [{ atMost: 1, count: 2 }], count: 1, sum: 1 }],
      } satisfies MetricFamily,
    ],
  ])("refuses %s", (_what, family) => {
    expect(() => writeOpenMetrics([family])).toThrow(TypeError);
    expect(() => writePrometheusText([family])).toThrow(TypeError);
  });

  test("refuses a family that is there twice", () => {
    expect(() => writeOpenMetrics([gauge("x"), gauge("x")])).toThrow("two families x");
  });
});
