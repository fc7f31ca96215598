import type { StepArguments, StepDefinition } from "@spm-ops/core";
import { defineHistoryName, type Feed, type PromotedFile, promoteFile } from "@spm-ops/sftp";
import type { NightInput, NightParts } from "./night-parts.js";
import type { ValidatedDelivery } from "./validate-step.js";

/** How deliveries are named in the history and among the rejected. */
export const historyName = defineHistoryName();

export interface Keeping<Outputs> {
  readonly feed: Feed;
  /** Nothing when it could not even be fetched. */
  readonly delivery: (step: StepArguments<NightInput, Outputs>) => ValidatedDelivery | undefined;
}

/** Renames a delivery on the site, once, into the history or among the rejected, and proves it there. */
export function keepStep<Outputs>(
  { site }: NightParts,
  { feed, delivery }: Keeping<Outputs>,
): StepDefinition<NightInput, Outputs, PromotedFile | null, "stop"> {
  return {
    title: `Keep ${feed.title.toLowerCase()}`,
    instructions: [
      `Rename ${feed.fileName} into /history, or into /rejected when it was refused, under its unique name.`,
      "Look at both folders afterwards: it must lie in exactly one place, with the same size.",
    ],
    onFailure: {
      instructions: ["Look into /inbox, /history and /rejected. Overwrite nothing and delete nothing."],
      call: "operations lead",
    },
    effect: "repeatable",
    retry: { attempts: 5 },
    run: async (step) => {
      const validated = delivery(step);
      if (validated === undefined) return null;
      const { arrival, fetched, report } = validated;
      const name = historyName.toPath({
        feed: feed.name,
        period: step.input.businessDate,
        fileName: arrival.name,
        receivedAt: arrival.receivedAt,
        sha256: fetched.sha256,
      });
      const folder = report.verdict === "refused" ? "/rejected" : "/history";
      const promotion = { source: arrival, sha256: fetched.sha256, folder, name, localCopy: fetched.path };
      const kept = await promoteFile(site, promotion, { clock: step.clock, signal: step.signal });
      step.volume({ files: 1, bytes: kept.sizeBytes });
      return kept;
    },
  };
}
