import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import type { DropProfile } from "../drop-profile.js";

/** The sFTP drop of a tenant of SAP Commissions (SuccessFactors Incentive Management). */
export interface SapDrop {
  /** The four characters that stand for the tenant in names. */
  readonly customer: string;
  /** What names say of the environment; the real target is the account of the site. */
  readonly target: "DEV" | "TST" | "PRD";
  /** Names are the tenant's own. @defaultValue `{customer}_{load}_{target}_{yyyy}{mm}{dd}_{hh}{mi}{ss}_{run}.txt` */
  readonly file?: string | undefined;
  /** @defaultValue "/inbound" */
  readonly inbound?: string | undefined;
  /** Where a file lies until it is whole. @defaultValue "{file}.tmp"; a tenant may not allow it */
  readonly temporary?: string | undefined;
  /** Where the tenant moves what it has taken, whether it succeeded or not. @defaultValue nothing is told */
  readonly processed?: string | undefined;
  /** After how long without a sign the end is `unknown`. @defaultValue 900_000, a quarter of an hour */
  readonly patienceMs?: number | undefined;
  /** The zone in which names tell the time. @defaultValue "UTC" */
  readonly zone?: string | undefined;
}

const sapDropOptions = z.strictObject({
  customer: z.string().regex(/^[A-Za-z0-9]{4}$/, "must be the four characters of the tenant"),
  target: z.enum(["DEV", "TST", "PRD"]),
  file: z.string().optional(),
  inbound: z.string().default("/inbound"),
  temporary: z.string().default("{file}.tmp"),
  processed: z.string().optional(),
  patienceMs: z.number().default(900_000),
  zone: z.string().optional(),
});

/** One gigabyte a file, in the larger of the two ways to count. */
const LARGEST_BYTES = 1024 ** 3;

/**
 * The sFTP drop of the Express Data Loader: a file whose name says load, environment and time, taken as soon as it has
 * that name.
 *
 * The site tells nothing of how a load ended: the outcome is `unknown`, with the file's name as the name of the batch to
 * look for in the application. The `code` of a load is its file type, as `CLCA`.
 *
 * @throws SpmError `config.invalid`
 */
export function sapDropProfile(options: SapDrop): DropProfile {
  const { customer, target, file, inbound, temporary, processed, patienceMs, zone } = parseOptions(
    sapDropOptions,
    options,
    "the options of the SAP drop",
  );
  return {
    vendor: "sap-commissions",
    inbound,
    file: file ?? `${customer}_{load}_${target}_{yyyy}{mm}{dd}_{hh}{mi}{ss}_{run}.txt`,
    endings: [".txt"],
    signal: { kind: "rename", temporary },
    verdict:
      processed === undefined
        ? { kind: "none" }
        : { kind: "moved", processed: `${processed.replace(/\/+$/, "")}/*{stem}*` },
    largestBytes: LARGEST_BYTES,
    patienceMs,
    zone,
  };
}
