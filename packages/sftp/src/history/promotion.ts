import type { Clock } from "@spm-ops/core";
import { z } from "zod";
import type { FileIdentity } from "../arrival/fetch-file.js";

/** One validated file and the place where it is to be kept. */
export interface Promotion {
  /** The file as it was when it was fetched and validated. */
  readonly source: FileIdentity;
  /** Of the validated bytes, lower-case hexadecimal. */
  readonly sha256: string;
  /** The folder of the site that keeps it: the history, or the one for what was rejected. Best on the source's volume. */
  readonly folder: string;
  /** Its path in there, as `HistoryName.toPath` makes it. Keep the same one when calling again. */
  readonly name: string;
  /** A path of this machine that holds the validated bytes; without it, what vanished cannot be brought back. */
  readonly localCopy?: string | undefined;
  /**
   * `hash` reads the file again under its new name. `stat` believes size and time, and so takes a re-delivery of the
   * same size within the same second for the file. @defaultValue "hash"
   */
  readonly verify?: "hash" | "stat" | undefined;
}

export interface PromoteFileCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where the validated content is kept, and how it came there. Plain JSON. */
export interface PromotedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /**
   * `renamed`: moved by this call. `found-done`: it was there already. `superseded`: the source was replaced before
   * the move; brought from the local copy. `restored`: source and target were gone; brought from the local copy.
   */
  readonly how: "renamed" | "found-done" | "superseded" | "restored";
  /** Whether the file had vanished from the site. Tell somebody. */
  readonly restored: boolean;
  /** `replaced`: a newer delivery lies under the source's name and waits for its own validation. */
  readonly source: "gone" | "replaced";
  /** Names before ours: they hold other content, or stay empty for a rename that the server may still execute. */
  readonly passedOver: readonly string[];
  /** Looks at the site that it took. */
  readonly rounds: number;
}

const promotionShape = z.strictObject({
  source: z.object({
    path: z.string().startsWith("/"),
    sizeBytes: z.number().int().nonnegative(),
    modifiedAt: z.number(),
  }),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits"),
  folder: z.string().startsWith("/"),
  name: z
    .string()
    .regex(/^[^/]+(\/[^/]+)*$/, "a path within the folder")
    .refine(
      (name) => !name.split("/").some((level) => level.startsWith(".")),
      "no level may begin with a dot",
    ),
  localCopy: z.string().min(1).optional(),
  verify: z.enum(["hash", "stat"]).default("hash"),
});

export const promotionOptions = promotionShape.refine(
  ({ source, folder, name }) => samePlace(source.path) !== samePlace(`${folder}/${name}`),
  "the file cannot be moved onto itself",
);

/** Some servers fold case, compose letters, or delete a file that is renamed onto itself. */
function samePlace(path: string): string {
  return path.normalize("NFC").replaceAll(/\/+/g, "/").toLowerCase();
}

/** A promotion that was checked, with its defaults. */
export type CheckedPromotion = z.output<typeof promotionOptions>;
