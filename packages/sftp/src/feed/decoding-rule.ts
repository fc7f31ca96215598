import { z } from "zod";

/** One layer around a file, as its sender put it there. */
export type DecodingStep =
  | { readonly kind: "gzip" }
  | {
      readonly kind: "zip";
      /** The whole name of the entry to take, folders included. @defaultValue the only file in it */
      readonly entry?: string | undefined;
    }
  | {
      readonly kind: "pgp";
      /** Whether the file is encrypted to us. */
      readonly encrypted: boolean;
      /**
       * Whether a signature of a known key is demanded: `inline`, within the message; `detached`, in a file of its own.
       * With `no`, signatures are not looked at.
       */
      readonly signed: "inline" | "detached" | "no";
    };

/** How much a file may become. What exceeds a limit is refused before it is written. */
export interface DecodingLimits {
  /** The largest output of a layer, in bytes. @defaultValue 4_294_967_296 */
  readonly maxBytes?: number | undefined;
  /** How many times as large as its input a layer's output may be; the first MiB is free. @defaultValue 100 */
  readonly maxRatio?: number | undefined;
  /** How many files a zip may hold. @defaultValue 1 */
  readonly maxEntries?: number | undefined;
}

/** What the files of a feed are wrapped in. */
export interface FeedDecoding {
  /** From the outermost layer inwards; three at most. */
  readonly steps: readonly DecodingStep[];
  readonly limits?: DecodingLimits | undefined;
}

const step = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("gzip") }),
  z.strictObject({ kind: z.literal("zip"), entry: z.string().min(1).optional() }),
  z
    .strictObject({
      kind: z.literal("pgp"),
      encrypted: z.boolean(),
      signed: z.enum(["inline", "detached", "no"]),
    })
    .refine(({ encrypted, signed }) => encrypted || signed !== "no", "is neither encrypted nor signed"),
]);

/** The strict reading of what files are wrapped in. */
export const decodingSchema = z.strictObject({
  steps: z.array(step).min(1).max(3),
  limits: z
    .strictObject({
      maxBytes: z.int().positive().default(4_294_967_296),
      maxRatio: z.number().min(1).default(100),
      maxEntries: z.int().min(1).max(10_000).default(1),
    })
    .prefault({}),
});
