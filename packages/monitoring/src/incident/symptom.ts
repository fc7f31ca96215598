import { z } from "zod";

const kinds = [
  "failed",
  "in-doubt",
  "too-long",
  "too-soon",
  "too-much",
  "too-little",
  "late",
  "missed",
  "overlapping",
  "unexpected",
  "down",
  "rule",
] as const;

/** One thing that is wrong, or is well again, as one of the watches saw it. */
export interface Symptom {
  /** What was watched and when, the same whenever it is told again: `duration:orders/load@run-17`, `availability:anaplan-production`. */
  readonly key: string;
  readonly state: "raised" | "cleared";
  readonly kind: (typeof kinds)[number];
  readonly severity: Severity;
  /** The environment that it is about, as the guide names it. */
  readonly environment?: string | undefined;
  /** Procedure, step, feed or application, in the words of the guide. */
  readonly subject: string;
  readonly runId?: string | undefined;
  /** Steps or runs of which this one is a consequence if they are in trouble. */
  readonly upstream?: readonly string[] | undefined;
  /** When it became so, in milliseconds since 1970; not when it was noticed. */
  readonly at: number;
  /** One sentence that an analyst can check. */
  readonly explanation: string;
}

/** How bad it is. */
export type Severity = "warning" | "critical";

/** The last moment that a date can be, and the first one with a minus. */
const LATEST_MS = 8.64e15;

/** A symptom as an event holds it. */
export const symptomSchema: z.ZodType<Symptom> = z.object({
  key: z.string().min(1),
  state: z.enum(["raised", "cleared"]),
  kind: z.enum(kinds),
  severity: z.enum(["warning", "critical"]),
  environment: z.string().optional(),
  subject: z.string(),
  runId: z.string().optional(),
  upstream: z.array(z.string()).optional(),
  at: z.number().min(-LATEST_MS).max(LATEST_MS),
  explanation: z.string(),
});

/** The worse of some severities. */
export function worstSeverity(severities: readonly Severity[]): Severity {
  return severities.includes("critical") ? "critical" : "warning";
}
