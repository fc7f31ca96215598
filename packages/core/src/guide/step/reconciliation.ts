import { z } from "zod";
import { VOLUME_MEASURES, type Volume } from "../../volume.js";

const measure = z.enum([...VOLUME_MEASURES, "amounts"]);

/** The schema of a reconciliation. */
export const reconciliationSchema = z.strictObject({
  measure,
  with: z.strictObject({ step: z.string(), measure }),
});

/**
 * A measure of a step that has to equal one of an earlier step, such as the rows that a load read and the rows that the
 * validation accepted. `amounts` equal when every currency does, to the last digit.
 */
export interface Reconciliation<StepId extends string = string> {
  /** What this step moves. */
  readonly measure: z.infer<typeof measure>;
  /** What it is held against. */
  readonly with: { readonly step: StepId; readonly measure: z.infer<typeof measure> };
}

/**
 * Says what does not reconcile, or nothing when all does. A measure that is unknown on either side does not.
 *
 * @param volumeOf what an earlier step moved.
 */
export function findDifference(
  checks: readonly Reconciliation[],
  moved: Volume | undefined,
  volumeOf: (stepId: string) => Volume | undefined,
): string | undefined {
  const differences = checks.flatMap((check) => {
    const { step, measure: theirs } = check.with;
    const [here, there] = [figureOf(moved, check.measure), figureOf(volumeOf(step), theirs)];
    if (here !== undefined && here === there) return [];
    return [`${check.measure} ${here ?? "unknown"}, but ${theirs} of ${step} ${there ?? "unknown"}`];
  });
  return differences.length === 0 ? undefined : `does not reconcile: ${differences.join("; ")}`;
}

function figureOf(volume: Volume | undefined, name: Reconciliation["measure"]): string | undefined {
  if (name !== "amounts") return volume?.[name]?.toLocaleString("en-US");
  if (volume?.amounts === undefined) return undefined;
  const amounts = Object.entries(volume.amounts).sort(([a], [b]) => (a < b ? -1 : 1));
  return amounts.map(([currency, amount]) => `${normal(amount)} ${currency}`).join(", ");
}

/** One text for one number: 10.50 and 10.5 are the same amount. */
function normal(amount: string): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(amount) ?? [];
  const figure = fraction === "" ? whole : `${whole}.${fraction}`;
  return figure === "0" ? figure : `${sign}${figure}`;
}
