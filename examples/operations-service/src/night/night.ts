import type { Guide, Judgement, RunProgress, RunState } from "@spm-ops/core";
import type { Folders } from "../embedded/folders.js";

/** A night that is about to be performed. */
export interface Night {
  readonly run: RunState;
  readonly guide: Guide;
  readonly progress: RunProgress;
  /** The runs of the nights before. */
  readonly earlierRuns: readonly RunState[];
  readonly folders: Folders;
  /** What was said of its figures so far. */
  readonly judgements: () => readonly Judgement[];
}
