import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import type { DropProfile } from "../drop-profile.js";

/** A drop zone of beqom's DataBridge. */
export interface BeqomDropZone {
  /** The folder of the site that is the drop zone. */
  readonly dropZone: string;
  /** The text of `config.json`, as beqom documents it for your pipeline. Its upload starts the pipeline. */
  readonly config: string;
  /**
   * The name of the folder of a run. With a date alone there is one run a day, to which several loads can be staged
   * before one of them is started. @defaultValue "{yyyy}-{mm}-{dd}"
   */
  readonly folder?: string | undefined;
  /** How long the results may take. @defaultValue 21_600_000, six hours */
  readonly patienceMs?: number | undefined;
  /** The zone of the date. @defaultValue "UTC" */
  readonly zone?: string | undefined;
}

const isJson = (text: string) => {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
};

const beqomDropZoneOptions = z.strictObject({
  dropZone: z.string(),
  config: z.string().refine(isJson, "must be the text of a JSON object"),
  folder: z.string().default("{yyyy}-{mm}-{dd}"),
  patienceMs: z.number().optional(),
  zone: z.string().optional(),
});

const RESULT_LISTS = ["transformation_results", "source_connector_results", "destination_adapter_results"];

/**
 * The contract of beqom's drop zone, as its DataBridge documentation has it: a folder for each run with CSV files (UTF-8,
 * commas, a header) or JSON lists, `config.json` last, and the end in `results/results.json`.
 *
 * It counts no rows and gives no rejected ones out. A success that tells an error of any part is `unknown`.
 *
 * @throws SpmError `config.invalid`
 */
export function beqomDropZone(options: BeqomDropZone): DropProfile {
  const { dropZone, config, folder, patienceMs, zone } = parseOptions(
    beqomDropZoneOptions,
    options,
    "the options of the beqom drop zone",
  );
  return {
    vendor: "beqom",
    inbound: dropZone,
    folder,
    endings: [".csv", ".json"],
    signal: { kind: "file", path: "config.json", content: config, leaves: "never" },
    verdict: {
      kind: "result",
      path: "results/results.json",
      ended: { pointer: "/is_complete", words: ["true"] },
      state: { pointer: "/is_success", words: { true: "succeeded", false: "failed" } },
      problems: RESULT_LISTS.flatMap((list) => [`/${list}/*/error/slug`, `/${list}/*/error/msg`]),
      time: "/started_at",
    },
    patienceMs,
    zone,
  };
}
