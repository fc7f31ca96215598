import type { TextColumn } from "../feed/column.js";

/** A plan period as files write it: `2026`, `2026-10`, `202610`, `2026-Q4` or `2026Q4`. */
export const PLAN_PERIOD = {
  type: "text",
  required: true,
  pattern: "^\\d{4}(-?(0[1-9]|1[0-2]|Q[1-4]))?$",
} as const satisfies TextColumn;
