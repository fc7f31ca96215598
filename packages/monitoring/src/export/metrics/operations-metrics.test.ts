import { describe, expect, test } from "vitest";
import { failedRun, minute, NIGHT, run, step } from "../run-fixture.js";
import { toOperationsMetrics } from "./operations-metrics.js";
import { everything, linesOf } from "./snapshot-fixture.js";

const seconds = (ms: number) => ms / 1_000;

describe("toOperationsMetrics: runs and steps", () => {
  test("tells the last start, success, end and duration of a procedure", () => {
    const lines = linesOf({
      runs: [
        run("run-1"),
        failedRun("run-2", { finishedAt: minute(33), steps: [step("load", { startedAt: minute(30) })] }),
      ],
    });
    const at = 'procedure="orders"';
    expect(lines).toContain(`spm_ops_run_last_start_timestamp_seconds{${at}} ${seconds(minute(30))}`);
    expect(lines).toContain(`spm_ops_run_last_success_timestamp_seconds{${at}} ${seconds(minute(5))}`);
    expect(lines).toContain(`spm_ops_run_last_end_timestamp_seconds{${at}} ${seconds(minute(33))}`);
    expect(lines).toContain(`spm_ops_run_last_duration_seconds{${at}} 180`);
    expect(lines).toContain(`spm_ops_run_last_outcome{${at},spm_ops_run_last_outcome="failed"} 1`);
    expect(lines).toContain(`spm_ops_run_last_outcome{${at},spm_ops_run_last_outcome="succeeded"} 0`);
  });

  test("counts runs by outcome, and those that go on by where they stand", () => {
    const lines = linesOf({ runs: everything.runs ?? [] });
    expect(lines).toContain('spm_ops_runs_total{outcome="failed",procedure="orders"} 1');
    expect(lines).toContain('spm_ops_runs_total{outcome="cancelled",procedure="orders"} 0');
    expect(lines).toContain('spm_ops_runs_unfinished{procedure="orders",status="in-doubt"} 1');
    expect(lines).toContain('spm_ops_run_duration_seconds_bucket{le="60.0",procedure="orders"} 0');
    expect(lines).toContain('spm_ops_run_duration_seconds_bucket{le="300.0",procedure="orders"} 1');
    expect(lines).toContain('spm_ops_run_duration_seconds_sum{procedure="orders"} 300');
  });

  test("a procedure that never ran has counts of zero, and no moment and no duration at all", () => {
    const lines = linesOf({ runs: [], procedures: [{ id: "never", title: "Never" }] });
    expect(lines).toContain('spm_ops_runs_total{outcome="succeeded",procedure="never"} 0');
    expect(lines.filter((line) => line.includes("last"))).toEqual([]);
  });
});

describe("toOperationsMetrics: what is unknown", () => {
  test("never shows the duration or volume of an earlier performance as that of the last", () => {
    const found = step("load", { finishedAt: minute(60), elapsedMs: undefined, found: true });
    const lines = linesOf({
      runs: [run("run-2", { steps: [found], finishedAt: minute(60) }), run("run-1")],
    });
    const load = lines.filter((line) => line.includes('step="load"'));
    expect(load.filter((line) => /duration|rows/.test(line))).toEqual([]);
    expect(load).toContain(
      `spm_ops_step_last_end_timestamp_seconds{procedure="orders",step="load"} ${seconds(minute(60))}`,
    );
  });

  test("a volume of zero is shown, an unknown one is not", () => {
    const lines = linesOf({ runs: [failedRun("run-1")] });
    expect(lines).toContain('spm_ops_step_last_rows{procedure="orders",rows="read",step="load"} 0');
    expect(lines.filter((line) => line.includes('rows="written"'))).toEqual([]);
  });

  test("a step that a person decided about was not performed, and one state of a run counts", () => {
    const by = { kind: "person", id: "anna" } as const;
    const decision = { as: "skipped", by, at: NIGHT, reason: "no file" } as const;
    const skipped = step("load", { status: "skipped", attempts: 0, decision });
    const lines = linesOf({
      runs: [run("run-1", { status: "running" }), run("run-1", { steps: [skipped] })],
    });
    expect(lines.filter((line) => line.includes('step="load"'))).toEqual([]);
    expect(lines).toContain('spm_ops_runs_total{outcome="succeeded",procedure="orders"} 1');
    expect(lines).toContain('spm_ops_runs_unfinished{procedure="orders",status="running"} 0');
  });
});

describe("toOperationsMetrics: what the watches know", () => {
  const lines = linesOf(everything);

  test("tells the expected interval in base units, and none where there is none", () => {
    const load = 'measure="durationMs",subject="orders/load"';
    expect(lines).toContain(`spm_ops_expected_seconds{bound="typical",${load}} 230`);
    expect(lines).toContain(`spm_ops_judged_seconds{${load}} 240`);
    expect(lines.filter((line) => /expected_number/.test(line))).toEqual([]);
    expect(lines).toContain(
      'spm_ops_verdict{measure="rowsRead",spm_ops_verdict="learning",subject="orders/load"} 1',
    );
  });

  test("tells the promise beside what came of it", () => {
    expect(lines).toContain("spm_ops_false_alarms_promised_ratio 0.005");
    expect(lines).toContain('spm_ops_false_alarms_realised_ratio{bound="middle"} 0.004');
    const promise = { promised: 0, realised: 0, interval: { low: 0, high: 1 }, judged: 0, told: 0 };
    expect(linesOf({ promise })).toEqual(["spm_ops_figures_judged 0", "spm_ops_figures_told 0"]);
  });

  test("tells incidents that are not closed, availability and slots", () => {
    expect(lines).toContain('spm_ops_incidents_open{severity="critical",state="open"} 1');
    expect(lines).toContain('spm_ops_incidents_open{severity="warning",state="open"} 0');
    expect(lines.filter((line) => line.includes('state="closed"'))).toEqual([]);
    expect(lines.some((line) => /^spm_ops_availability\{.*="down",subject=.* 1$/.test(line))).toBe(true);
    expect(lines).toContain('spm_ops_slots{outcome="missed",schedule="nightly"} 1');
    expect(lines).toContain(
      `spm_ops_slots_period_timestamp_seconds{bound="to",schedule="nightly"} ${seconds(NIGHT)}`,
    );
  });

  test("what is left out is not shown as zero, and the newest of several counts", () => {
    expect(toOperationsMetrics({})).toEqual([]);
    const look = { subject: "plan", sinceMs: NIGHT };
    const looks = linesOf({
      availability: [
        { ...look, state: "down", lastLookMs: minute(2) },
        { ...look, state: "up", lastLookMs: minute(1) },
      ],
    });
    expect(looks).toContain('spm_ops_availability{spm_ops_availability="down",subject="plan"} 1');
  });
});
