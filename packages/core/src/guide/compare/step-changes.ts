import { toJsonValue } from "../../json.js";
import type { ProcedureDocument } from "../document/guide-document.js";
import type { StepDocument } from "../document/step-document.js";
import { toEditScript } from "./edit-script.js";
import { toFieldChanges } from "./field-changes.js";
import type { GuideChange, GuidePlace, StepPosition } from "./guide-change.js";

interface PositionedStep {
  readonly step: StepDocument;
  readonly at: StepPosition;
}

/** What became of the steps of a procedure, by their ids. As few of them as possible count as moved. */
export function toStepChanges(before: ProcedureDocument, after: ProcedureDocument): readonly GuideChange[] {
  const [old, current] = [positionsOf(before), positionsOf(after)];
  const place = ({ id, title }: StepDocument): GuidePlace => ({
    part: "step",
    id,
    title,
    procedureId: after.id,
  });
  const stayed = stayedSteps(old, current);
  const changes = [...current].flatMap(([id, { step, at }]): GuideChange[] => {
    const previous = old.get(id);
    if (previous === undefined) return [{ change: "added", place: place(step), at }];
    const fields = toFieldChanges(toJsonValue(previous.step), toJsonValue(step));
    return [
      ...(stayed.has(id)
        ? []
        : [{ change: "moved", place: place(step), from: previous.at, to: at } as const]),
      ...(fields.length === 0 ? [] : [{ change: "changed", place: place(step), fields } as const]),
    ];
  });
  const removed = [...old].flatMap(([id, { step, at }]): GuideChange[] =>
    current.has(id) ? [] : [{ change: "removed", place: place(step), at }],
  );
  return [...changes, ...removed];
}

function positionsOf(procedure: ProcedureDocument): ReadonlyMap<string, PositionedStep> {
  const positioned = (["steps", "failureSteps"] as const).flatMap((list) =>
    procedure[list].map((step, index) => [step.id, { step, at: { list, position: index + 1 } }] as const),
  );
  return new Map(positioned);
}

/** The steps of both versions that are in the same list, and in the same order as the others that stayed. */
function stayedSteps(
  old: ReadonlyMap<string, PositionedStep>,
  current: ReadonlyMap<string, PositionedStep>,
): ReadonlySet<string> {
  const keyed = (steps: ReadonlyMap<string, PositionedStep>, others: ReadonlyMap<string, PositionedStep>) =>
    [...steps].filter(([id]) => others.has(id)).map(([id, { at }]) => `${at.list} ${id}`);
  const script = toEditScript(keyed(old, current), keyed(current, old));
  return new Set(
    script.filter(({ change }) => change === "kept").map(({ item }) => item.split(" ").at(-1) ?? ""),
  );
}
