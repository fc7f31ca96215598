import type { Actor } from "../actor.js";
import { isCompensation } from "../run/run-state.js";
import { TEAM } from "./guide-built-fixture.js";
import type { StepPlan } from "./guide-plan-fixture.js";
import type { ProvedRun } from "./proved-run-fixture.js";

/** Where what people said does not count, or counts wrongly. */
export function findPeopleFaults(proved: ProvedRun): readonly string[] {
  return [
    ...proved.steps.flatMap((step) => (step.kind === "manual" ? findSignatureFaults(proved, step) : [])),
    ...findCancellationFaults(proved),
    ...findHoldFaults(proved),
  ].map((fault) => `${proved.run.runId}: ${fault}`);
}

interface Given {
  preparer: Actor | undefined;
  readonly signers: Actor[];
}

/** I11: a signature counts once, for the form that was signed, and only from somebody who may give it. */
function findSignatureFaults(
  proved: ProvedRun,
  { id, need, notSameAs }: Extract<StepPlan, { kind: "manual" }>,
): readonly string[] {
  const faults: string[] = [];
  const given: Given = { preparer: undefined, signers: [] };
  for (const { type, seq, data, actor } of proved.events) {
    if (!("stepId" in data) || data.stepId !== id) continue;
    if (type === "manual.submitted" || type === "manual.rejected") {
      given.preparer = type === "manual.submitted" ? actor : undefined;
      given.signers.length = 0;
      if (type === "manual.submitted" && !holds("analyst", actor))
        faults.push(`I11: event ${seq} is submitted by ${actor.id}`);
    } else if (type === "manual.signed") {
      if (!holds("supervisor", actor)) faults.push(`I11: event ${seq} is signed by ${actor.id}`);
      if (given.signers.some((signer) => signer.id === actor.id))
        faults.push(`I11: event ${seq} is the second signature of ${actor.id}`);
      given.signers.push(actor);
    } else if (type === "step.completed" && data.because === undefined) {
      if (given.preparer === undefined) faults.push(`I11: event ${seq} completes ${id} without a form`);
      const excluded = notSameAs.map((other) => personOf(proved, other, { given, before: seq }));
      const valid = given.signers.filter((signer) => !excluded.includes(signer.id));
      if (valid.length < need)
        faults.push(
          `I11: event ${seq} completes ${id} with ${valid.length} of ${need} signatures that count`,
        );
    }
  }
  return faults;
}

function personOf(
  { run, events }: ProvedRun,
  other: string,
  { given, before }: { readonly given: Given; readonly before: number },
): string | undefined {
  if (other === "initiator") return run.requestedBy.id;
  if (other === "preparer") return given.preparer?.id;
  return events.findLast(
    ({ type, data, seq }) => type === "manual.submitted" && data.stepId === other && seq < before,
  )?.actor.id;
}

function holds(role: keyof typeof TEAM, { kind, id }: Actor): boolean {
  const people: readonly string[] = TEAM[role];
  return kind === "person" && people.includes(id);
}

/** What is cancelled begins nothing more, but what undoes, and ends as cancelled. */
function findCancellationFaults({ run, events }: ProvedRun): readonly string[] {
  const cancelled = events.find(({ type }) => type === "run.cancel-requested");
  if (cancelled === undefined) return [];
  const faults = events.flatMap(({ type, seq, data }) => {
    if (seq < cancelled.seq) return [];
    if (type === "step.opened") return [`event ${seq} opens ${data.stepId} of a cancelled run`];
    const isBegun = type === "effect.intended" && !isCompensation(data.effectId);
    return isBegun ? [`event ${seq} begins ${data.effectId} of a cancelled run`] : [];
  });
  const isTold = run.status === "cancelled" || run.status === "refused";
  return isTold ? faults : [...faults, `it was cancelled, and ended as ${run.status}`];
}

/** What is held begins no further step. */
function findHoldFaults({ events }: ProvedRun): readonly string[] {
  const faults: string[] = [];
  const begun = new Set<string>();
  let isHeld = false;
  let isCancelled = false;
  for (const { type, seq, data } of events) {
    if (type === "run.held") isHeld = true;
    if (type === "run.released") isHeld = false;
    if (type === "run.cancel-requested") isCancelled = true;
    if (type !== "effect.intended" && type !== "step.opened") continue;
    const id = type === "step.opened" ? data.stepId : data.effectId;
    if (isHeld && !isCancelled && !begun.has(id)) faults.push(`event ${seq} begins ${id} of a held run`);
    begun.add(id);
  }
  return faults;
}
