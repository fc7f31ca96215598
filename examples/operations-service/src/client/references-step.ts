import { createReadStream } from "node:fs";
import type { StepArguments, StepDefinition } from "@spm-ops/core";
import { SpmError } from "@spm-ops/core";
import { findInHistory, type ReferenceSet, readReferenceSet, restoreFromHistory } from "@spm-ops/sftp";
import { references } from "./feeds.js";
import { historyName } from "./keep-step.js";
import { type NightInput, type NightParts, nightFolder } from "./night-parts.js";
import type { ValidatedDelivery } from "./validate-step.js";

/** The file that the pipeline is held against, for one of the feeds that it refers to. */
export interface ChosenReference {
  readonly feed: string;
  /** Tonight's, or the last good one. */
  readonly from: "tonight" | "history";
  /** On this machine. */
  readonly path: string;
  readonly sha256: string;
}

export interface Choosing<Outputs> {
  readonly delivery: (
    feed: string,
    step: StepArguments<NightInput, Outputs>,
  ) => ValidatedDelivery | undefined;
}

/** Takes tonight's file of each feed, or the last good version where tonight's was refused. */
export function chooseReferencesStep<Outputs>(
  parts: NightParts,
  { delivery }: Choosing<Outputs>,
): StepDefinition<NightInput, Outputs, readonly ChosenReference[], "stop"> {
  return {
    title: "Choose the master data",
    instructions: [
      "Take tonight's accounts, products and sales teams.",
      "Where tonight's file was refused, take the latest one from /history, and note which.",
    ],
    onFailure: {
      instructions: ["There is no good version of one of the files. Nothing can be loaded tonight."],
      call: "operations lead",
    },
    effect: "repeatable",
    retry: { attempts: 3 },
    run: async (step) => {
      const chosen: ChosenReference[] = [];
      for (const { feed } of references) {
        const tonight = delivery(feed.name, step);
        const good = tonight !== undefined && tonight.report.verdict !== "refused";
        chosen.push(
          good
            ? { feed: feed.name, from: "tonight", ...tonight.accepted }
            : await takeLastGood(parts, feed.name, step),
        );
      }
      step.volume({ files: chosen.length });
      return chosen;
    },
  };
}

async function takeLastGood(
  parts: NightParts,
  feed: string,
  { input, signal }: Pick<StepArguments<NightInput, unknown>, "input" | "signal">,
): Promise<ChosenReference> {
  const [latest] = await findInHistory(
    parts.site,
    { folder: "/history", feed, name: historyName },
    { signal },
  );
  if (latest === undefined) {
    throw new SpmError(
      "file.not-found",
      `Tonight's ${feed} cannot be used, and the history holds no earlier one.`,
      {
        path: `/history/${feed}`,
      },
    );
  }
  const path = `${nightFolder(parts, input)}/last-good-${feed}.csv`;
  const { sha256 } = await restoreFromHistory(parts.site, latest, path, { signal });
  return { feed, from: "history", path, sha256 };
}

/** Reads the values that the pipeline may refer to. */
export async function readReferences(chosen: readonly ChosenReference[]): Promise<readonly ReferenceSet[]> {
  return Promise.all(
    references.map(async ({ feed, column, name }) => {
      const file = chosen.find((each) => each.feed === feed.name);
      if (file === undefined) throw new TypeError(`no file was chosen for ${feed.name}`);
      const source = { name: feed.fileName, bytes: createReadStream(file.path) };
      return readReferenceSet(feed, column, source, { name, sha256: file.sha256 });
    }),
  );
}
