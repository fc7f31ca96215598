import { failedRun, minute, run, step } from "../run-fixture.js";
import { type OperationsSnapshot, toOperationsMetrics } from "./operations-metrics.js";
import { writePrometheusText } from "./write-metrics.js";

/** Ids that a guide may have, and that formats have to survive. */
export const HOSTILE = 'a "quoted" \\ back\nslash, {braces}="x" \u{1F4B0} # EOF';

/** Everything that there is to tell, with names that are not easy. */
export const everything: OperationsSnapshot = {
  runs: [
    run("run-1"),
    failedRun("run-2", { finishedAt: minute(33) }),
    run("run-3", { status: "in-doubt", finishedAt: undefined, steps: [step("receive")] }),
    run("run-4", { procedureId: HOSTILE, steps: [step(HOSTILE)] }),
  ],
  countedSinceMs: minute(-60),
  procedures: [
    { id: "orders", title: "Load the night's orders" },
    { id: "never", title: HOSTILE },
  ],
  judgements: [
    {
      at: minute(5),
      judgement: {
        ...{ subject: "orders/load", measure: "durationMs", value: 240_000, verdict: "as-expected" },
        ...{ expected: { low: 60_000, typical: 230_000, high: 900_000 }, runs: 10, explanation: "" },
      },
    },
    {
      at: minute(5),
      judgement: {
        ...{ subject: "orders/load", measure: "rowsRead", value: 50_000, verdict: "learning" },
        ...{ runs: 0, explanation: "" },
      },
    },
  ],
  promise: { promised: 0.005, realised: 0.004, interval: { low: 0.002, high: 0.008 }, judged: 900, told: 5 },
  incidents: [
    { state: "open", severity: "critical" },
    { state: "closed", severity: "critical" },
    { state: "muted", severity: "warning" },
  ],
  availability: [{ subject: HOSTILE, state: "down", sinceMs: minute(3), lastLookMs: minute(4) }],
  slots: [
    {
      scheduleId: "nightly",
      period: { fromMs: minute(-1_440), toMs: minute(0) },
      counts: {
        ...{ ran: 20, late: 2, missed: 1, skipped: 1, overlapped: 0 },
        ...{ asked: 0, queued: 0, unwatched: 0, unexplained: 0 },
      },
    },
  ],
};

/** The lines that a scraper gets, without comments. */
export function linesOf(snapshot: OperationsSnapshot): readonly string[] {
  return writePrometheusText(toOperationsMetrics(snapshot))
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}
