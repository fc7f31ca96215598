import type { JsonValue } from "../../json.js";

/** Which part of a guide. */
export interface GuidePlace {
  readonly part:
    | "guide"
    | "environment"
    | "contact"
    | "control"
    | "calendar"
    | "schedule"
    | "procedure"
    | "step";
  /** The id of the part; of a contact its role, of the guide its client. */
  readonly id: string;
  /** As the newer version has it, where it has it. */
  readonly title: string;
  /** Of a step: the procedure that it belongs to. */
  readonly procedureId?: string | undefined;
}

/** Where a step stands in its procedure. */
export interface StepPosition {
  readonly list: "steps" | "failureSteps";
  /** From 1. */
  readonly position: number;
}

/** A line of instructions that only one of the versions has. */
export interface LineChange {
  readonly change: "added" | "removed";
  /** Its number in the version that has it, from 1. */
  readonly line: number;
  readonly text: string;
}

/** A field whose value differs, by its path: `title`, `retry.attempts`, `onFailure.instructions`. */
export type FieldChange =
  | {
      readonly field: string;
      /** Absent where the older version does not have the field. */
      readonly before?: JsonValue | undefined;
      /** Absent where the newer version does not have it. */
      readonly after?: JsonValue | undefined;
    }
  | { readonly field: string; readonly lines: readonly LineChange[] };

/** One difference between two versions of a guide. A step that moves and changes gives one of each. */
export type GuideChange =
  | {
      readonly change: "added" | "removed";
      readonly place: GuidePlace;
      readonly at?: StepPosition | undefined;
    }
  | {
      readonly change: "moved";
      readonly place: GuidePlace;
      readonly from: StepPosition;
      readonly to: StepPosition;
    }
  | { readonly change: "changed"; readonly place: GuidePlace; readonly fields: readonly FieldChange[] };
