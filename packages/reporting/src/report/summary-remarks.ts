import type { Judgement, RunState } from "@spm-ops/core";
import type { DeliveryRow } from "./delivery-row.js";
import type { LoadRow } from "./load-row.js";
import type { StepSummary } from "./step-summary.js";

/** Something that a person should know of a run. */
export interface SummaryRemark {
  /** `stop`: it ended or halted the run. `attention`: somebody should look. `note`: good to know. */
  readonly weight: "stop" | "attention" | "note";
  /** What it is about, in the words of the guide. */
  readonly subject: string;
  readonly text: string;
}

interface RemarkSources {
  readonly run: RunState;
  readonly steps: readonly StepSummary[];
  readonly judgements: readonly Judgement[];
  readonly titles: Readonly<Record<string, string>>;
  readonly deliveries: readonly DeliveryRow[];
  readonly loads: readonly LoadRow[];
}

const WEIGHTS: readonly SummaryRemark["weight"][] = ["stop", "attention", "note"];

/** All remarks on a run, by weight, and within a weight in the order of the run. */
export function toRemarks({
  run,
  steps,
  judgements,
  titles,
  deliveries,
  loads,
}: RemarkSources): readonly SummaryRemark[] {
  const remarks = [
    ...steps.flatMap((step) => toStepRemarks(step, run)),
    ...deliveries.flatMap(toDeliveryRemarks),
    ...loads.flatMap(toLoadRemarks),
    ...judgements.flatMap((judgement) => toTimingRemarks(judgement, { run, titles })),
    ...toRunRemarks(run, titles),
  ];
  return WEIGHTS.flatMap((weight) => remarks.filter((remark) => remark.weight === weight));
}

function toStepRemarks(step: StepSummary, run: RunState): readonly SummaryRemark[] {
  const subject = step.title;
  // A step that failed in a run that went on did not stop it.
  const weight = run.status === "succeeded" ? "attention" : "stop";
  const remarks: SummaryRemark[] = [];
  if (step.status === "in-doubt") {
    remarks.push({
      weight: "stop",
      subject,
      text: `Nobody knows whether it happened. ${step.doubt ?? ""}`.trim(),
    });
  } else if (step.status === "failed") {
    remarks.push({
      weight,
      subject,
      text: `It failed. ${step.failure?.message ?? "No reason was recorded."}`,
    });
  } else if (step.status === "refused") {
    remarks.push({ weight, subject, text: `Its result was not accepted. ${step.refusal ?? ""}`.trim() });
  } else if (step.attempts > 1) {
    remarks.push({ weight: "note", subject, text: `It needed ${step.attempts} attempts.` });
  }
  if (step.decision !== undefined && step.decision.as !== "reused") {
    const { as, by, reason } = step.decision;
    const text = as === "skipped" ? "It was left out" : "Its output was given";
    remarks.push({ weight: "attention", subject, text: `${text} by ${by.id}: ${reason}` });
  }
  if (step.isFound) {
    remarks.push({
      weight: "note",
      subject,
      text: "Its answer was lost; it was found to have happened and not done again.",
    });
  }
  return remarks;
}

function toDeliveryRemarks(delivery: DeliveryRow): readonly SummaryRemark[] {
  const subject = delivery.fileName;
  const findings = countOf(delivery.findingsInAll ?? delivery.findings.length, "finding");
  if (delivery.verdict === "rejected") {
    return [{ weight: "attention", subject, text: `The delivery was rejected, with ${findings}.` }];
  }
  if (delivery.verdict === "accepted") return [];
  const rejected =
    delivery.rejected === undefined ? "" : `, and ${countOf(delivery.rejected, "row")} rejected`;
  return [{ weight: "attention", subject, text: `The delivery was accepted with ${findings}${rejected}.` }];
}

const OUTCOME_TEXTS: Readonly<Record<Exclude<LoadRow["outcome"], "succeeded">, string>> = {
  "succeeded-with-rejects": "The environment did not take every row",
  failed: "It failed in the environment",
  cancelled: "It was cancelled",
  "refused-busy": "The environment was busy and refused it",
  unknown: "How it ended is not known",
};

function toLoadRemarks({ title, outcome, rowsRejected, detail }: LoadRow): readonly SummaryRemark[] {
  if (outcome === "succeeded") return [];
  const rejected = rowsRejected === undefined ? "" : `: ${countOf(rowsRejected, "row")} rejected`;
  const vendor = detail === undefined ? "" : ` The environment says: ${detail}`;
  return [{ weight: "attention", subject: title, text: `${OUTCOME_TEXTS[outcome]}${rejected}.${vendor}` }];
}

function toTimingRemarks(
  { subject, verdict, explanation }: Judgement,
  { run, titles }: Pick<RemarkSources, "run" | "titles">,
): readonly SummaryRemark[] {
  if (verdict !== "too-high" && verdict !== "too-low") return [];
  const prefix = `${run.procedureId}/`;
  const id = subject.startsWith(prefix) ? subject.slice(prefix.length) : subject;
  return [{ weight: "attention", subject: titles[id] ?? id, text: explanation }];
}

function toRunRemarks(run: RunState, titles: RemarkSources["titles"]): readonly SummaryRemark[] {
  const subject = titles[run.procedureId] ?? run.procedureId;
  const { cancellation, hold, rerunOf, resumptions } = run;
  const remarks: SummaryRemark[] = [];
  if (cancellation !== undefined) {
    remarks.push({
      weight: "stop",
      subject,
      text: `Cancelled by ${cancellation.by.id}: ${cancellation.reason}`,
    });
  }
  if (hold !== undefined) {
    remarks.push({ weight: "stop", subject, text: `Held by ${hold.by.id}: ${hold.reason}` });
  }
  if (rerunOf !== undefined) {
    const from = titles[rerunOf.fromStepId] ?? rerunOf.fromStepId;
    const text = `It repeats ${rerunOf.runId} from “${from}”: ${rerunOf.reason}`;
    remarks.push({ weight: "note", subject, text });
  }
  if (resumptions > 0) {
    const times = resumptions === 1 ? "once" : `${resumptions} times`;
    const text = `The service stopped while it ran; it was taken up again ${times} where it had stood.`;
    remarks.push({ weight: "note", subject, text });
  }
  return remarks;
}

function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
