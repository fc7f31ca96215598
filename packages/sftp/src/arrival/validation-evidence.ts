import type { ValidationReport } from "../validation/validation-report.js";
import type { DeliveryFacts } from "./control-check.js";
import type { Evidence } from "./evidence.js";

/** The records and sums of a validated delivery, to be held against its control file. Its size and SHA-256 as it came are those of the fetch. */
export function toDeliveryFacts({
  records,
  totalsRead,
}: Pick<ValidationReport, "records" | "totalsRead">): DeliveryFacts {
  return { records: records.read, sums: totalsRead };
}

/**
 * The evidence of a trailer that agrees with what was read, the strongest that a file can carry in itself.
 *
 * @returns nothing for a feed without a trailer, and for one that is missing or says something else.
 */
export function trailerEvidence(
  feed: { readonly trailer?: { readonly count?: unknown; readonly sums?: object | undefined } | undefined },
  { summary }: Pick<ValidationReport, "summary">,
): Evidence | undefined {
  if (feed.trailer === undefined || summary.some(({ code }) => code.startsWith("trailer-"))) return undefined;
  const { count, sums = {} } = feed.trailer;
  const agreed = [...(count === undefined ? [] : ["records"]), ...Object.keys(sums)];
  return {
    kind: "trailer",
    agreed,
    words: agreed.length === 0 ? "its trailer is there" : `its trailer agrees in ${agreed.join(", ")}`,
  };
}
