import type { StepStatus } from "./run-state.js";

/** Each status of a step in words, with a symbol for those who look only briefly. */
export const STEP_STATUS_TEXTS: Readonly<
  Record<StepStatus, { readonly symbol: string; readonly words: string }>
> = {
  succeeded: { symbol: "✓", words: "succeeded" },
  refused: { symbol: "✕", words: "not accepted" },
  failed: { symbol: "✕", words: "failed" },
  "in-doubt": { symbol: "?", words: "in doubt" },
  running: { symbol: "…", words: "running" },
  skipped: { symbol: "–", words: "skipped" },
  waiting: { symbol: "…", words: "waiting" },
  pending: { symbol: "·", words: "not begun yet" },
  retrying: { symbol: "…", words: "will be tried again" },
};
