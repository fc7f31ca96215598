import type { StepState } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { sampleFacts } from "../testing/sample-facts.js";
import { sampleEarlierRuns, sampleRun } from "../testing/sample-run.js";
import { summariseRun } from "./operations-summary.js";
import { renderSummaryHtml } from "./page/summary-page.js";

const quiet = { judgements: [], deliveries: [], loads: [] };

function withStep(stepId: string, changes: Partial<StepState>, status: "succeeded" | "failed" | "in-doubt") {
  const run = sampleRun();
  const steps = run.steps.map((step) => (step.stepId === stepId ? { ...step, ...changes } : step));
  return sampleFacts({ ...quiet, run: { ...run, status, steps } });
}

describe("summariseRun", () => {
  test("calls a run with nothing to look at a success, notes apart", () => {
    const summary = summariseRun(sampleFacts(quiet));
    expect(summary).toMatchObject({
      verdict: "succeeded",
      headline: "Load the night's orders succeeded. Nothing needs a person.",
      remarks: [
        { weight: "note", subject: "Calculate credits and commissions", text: "It needed 2 attempts." },
      ],
    });
  });

  test("remarks on what is odd, refused or not taken although the run succeeded", () => {
    const { verdict, headline, remarks } = summariseRun(sampleFacts());
    expect(verdict).toBe("succeeded-with-remarks");
    expect(headline).toBe("Load the night's orders succeeded, with 4 remarks.");
    expect(remarks.map(({ weight, subject, text }) => [weight, subject, text.slice(0, 40)])).toEqual([
      ["attention", "orders_20260105.csv", "The delivery was accepted with 38 findin"],
      ["attention", "Orders into the plan", "The environment did not take every row: "],
      ["attention", "Load orders into the plan", "Duration 21 min 2 s is 3.1 times the typ"],
      ["attention", "Load orders into the plan", "Rows rejected 12 is more than the typica"],
      ["note", "Calculate credits and commissions", "It needed 2 attempts."],
    ]);
  });

  test("says at which step a run failed, and why", () => {
    const failure = { code: "remote.rejected", message: "The model is locked." };
    const { verdict, headline, remarks } = summariseRun(
      withStep("load", { status: "failed", failure }, "failed"),
    );
    expect([verdict, headline]).toEqual([
      "failed",
      "Load the night's orders failed at “Load orders into the plan”.",
    ]);
    expect(remarks[0]).toMatchObject({ weight: "stop", text: "It failed. The model is locked." });
  });

  test("takes a failed step of a run that went on for something to look at", () => {
    const refusal = "Fewer rows than yesterday.";
    const { verdict, remarks } = summariseRun(withStep("keep", { status: "refused", refusal }, "succeeded"));
    expect(verdict).toBe("succeeded-with-remarks");
    expect(remarks[0]).toMatchObject({
      weight: "attention",
      text: `Its result was not accepted. ${refusal}`,
    });
  });

  test("neither praises nor blames a run in doubt", () => {
    const doubt = "The answer to the start was lost.";
    const { verdict, headline, remarks } = summariseRun(
      withStep("load", { status: "in-doubt", doubt }, "in-doubt"),
    );
    expect(verdict).toBe("in-doubt");
    expect(headline).toContain("a person has to find out what happened");
    expect(remarks[0]).toMatchObject({ weight: "stop", text: `Nobody knows whether it happened. ${doubt}` });
  });

  test("tells of crashes that it got over", () => {
    const facts = withStep("load", { found: true, elapsedMs: undefined }, "succeeded");
    const { verdict, remarks } = summariseRun({ ...facts, run: { ...facts.run, resumptions: 2 } });
    expect(verdict).toBe("succeeded");
    expect(remarks.map(({ text }) => text)).toEqual([
      "Its answer was lost; it was found to have happened and not done again.",
      "It needed 2 attempts.",
      "The service stopped while it ran; it was taken up again 2 times where it had stood.",
    ]);
  });

  test("tells what became of deliveries and loads that did not go well", () => {
    const [delivery] = sampleFacts().deliveries ?? [];
    const { remarks } = summariseRun(
      sampleFacts({
        ...quiet,
        deliveries: delivery === undefined ? [] : [{ ...delivery, verdict: "rejected", findingsInAll: 1 }],
        loads: [
          { title: "Orders", outcome: "failed", detail: "Period is closed" },
          { title: "Quotas", outcome: "unknown" },
        ],
      }),
    );
    expect(remarks.slice(0, 3).map(({ text }) => text)).toEqual([
      "The delivery was rejected, with 1 finding.",
      "It failed in the environment. The environment says: Period is closed",
      "How it ended is not known.",
    ]);
  });

  test("places a retried step's last attempt after its earlier ones", () => {
    const { steps } = summariseRun(sampleFacts());
    const calculate = steps.find(({ stepId }) => stepId === "calculate")?.timing;
    expect((calculate?.startMs ?? 0) - (calculate?.begunMs ?? 0)).toBeGreaterThan(290_000);
    const load = steps.find(({ stepId }) => stepId === "load")?.timing;
    expect(load?.startMs).toBe(load?.begunMs);
  });

  test("shows the runs before it, oldest first, and which of them were generated", () => {
    const { histories } = summariseRun(sampleFacts({ earlierRuns: sampleEarlierRuns().toReversed() }));
    expect(histories.map(({ title }) => title)[0]).toBe("Load the night's orders");
    expect(histories).toHaveLength(7);
    expect(histories[4]).toMatchObject({
      title: "Load orders into the plan",
      current: 1_262_000,
      isOdd: true,
    });
    expect(histories[4]?.past[0]).toEqual({ elapsedMs: 1_262_000 * (0.94 / 3.1), isGenerated: true });
    expect(summariseRun(sampleFacts({ earlierRuns: [] })).histories).toEqual([]);
  });

  test("says who cancelled or held a run, and why", () => {
    const decision = {
      by: { kind: "person", id: "analyst" },
      at: 0,
      reason: "The wrong month was sent.",
    } as const;
    const cancelled = summariseRun(
      sampleFacts({
        ...quiet,
        run: sampleRun({ status: "cancelled", cancellation: { ...decision, compensate: false } }),
      }),
    );
    expect(cancelled).toMatchObject({
      verdict: "cancelled",
      headline: "Load the night's orders was cancelled.",
    });
    expect(cancelled.remarks[0]).toMatchObject({
      weight: "stop",
      text: "Cancelled by analyst: The wrong month was sent.",
    });
    const held = summariseRun(sampleFacts({ ...quiet, run: sampleRun({ status: "held", hold: decision }) }));
    expect(held.headline).toMatch(/held: it goes on when a person releases it/);
    expect(renderSummaryHtml(held)).toContain("Held by analyst");
    const waiting = summariseRun(sampleFacts({ ...quiet, run: sampleRun({ status: "waiting" }) }));
    expect(waiting).toMatchObject({
      verdict: "waiting",
      headline: "Load the night's orders waits: for people, for a moment or for another run.",
    });
    const refused = summariseRun(sampleFacts({ ...quiet, run: sampleRun({ status: "refused" }) }));
    expect(refused.headline).toBe("Load the night's orders was refused: it never began.");
    expect(renderSummaryHtml(refused)).toContain("Refused");
  });

  test("says what a person decided about a step, and which run was repeated", () => {
    const by = { kind: "person", id: "analyst" } as const;
    const decide = (as: "skipped" | "overridden" | "reused") =>
      withStep("keep", { decision: { as, by, at: 0, reason: "Checked by hand." } }, "succeeded");
    const texts = (as: "skipped" | "overridden" | "reused") =>
      summariseRun(decide(as)).remarks.map(({ text }) => text);
    expect(texts("skipped")).toContain("It was left out by analyst: Checked by hand.");
    expect(texts("overridden")).toContain("Its output was given by analyst: Checked by hand.");
    expect(texts("reused").join()).not.toContain("Checked by hand");
    expect(summariseRun(decide("skipped")).steps.find(({ stepId }) => stepId === "keep")?.timing.mark).toBe(
      "decided",
    );

    const rerunOf = { runId: "night-1", fromStepId: "load", reason: "The export was repaired." };
    const again = summariseRun(sampleFacts({ ...quiet, run: sampleRun({ rerunOf }) }));
    expect(again.remarks.map(({ text }) => text)).toContain(
      "It repeats night-1 from “Load orders into the plan”: The export was repaired.",
    );
  });

  test("is unfinished while the run is", () => {
    const run = sampleRun({ status: "running", finishedAt: undefined });
    expect(summariseRun(sampleFacts({ ...quiet, run }))).toMatchObject({ verdict: "unfinished" });
  });
});
