import type { StepDefinition } from "@spm-ops/core";
import { awaitDeliveries, type Deliveries } from "@spm-ops/sftp";
import { feeds } from "./feeds.js";
import type { NightInput, NightParts } from "./night-parts.js";

/** Waits until each of tonight's files is there, whole. */
export function receiveStep<Outputs>({
  site,
  timing,
}: NightParts): StepDefinition<NightInput, Outputs, Deliveries, "stop"> {
  return {
    title: "Wait for tonight's files",
    instructions: [
      "Open the customer's sFTP site, folder /inbox.",
      "Wait for accounts.csv, products.csv, sales_teams.csv and sales_pipeline.csv.",
      "A file counts when its size has not changed for the settling time.",
    ],
    onFailure: {
      instructions: [
        "Look which file is missing or still growing.",
        "Ask the customer's data team when it will come. Do not load half a night.",
      ],
      call: "customer's data team",
    },
    effect: "repeatable",
    run: async (step) => {
      const { pollMs, settleMs, deadlineMs } = timing;
      const deliveries = await awaitDeliveries(
        site,
        { folder: "/inbox", feeds, pollMs, settleMs, deadlineMs },
        {
          clock: step.clock,
          signal: step.signal,
          onProgress: (seen) => {
            const complete = seen.feeds.filter(({ state }) => state === "complete").length;
            const open = seen.feeds.filter(({ state }) => state !== "complete");
            const note = open.map(({ feed, state }) => `${feed} ${state}`).join(", ");
            step.progress({ done: complete, total: seen.feeds.length, unit: "files", note });
          },
        },
      );
      const bytes = deliveries.arrivals.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      step.volume({ files: deliveries.arrivals.length, bytes });
      return deliveries;
    },
  };
}
