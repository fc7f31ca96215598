import type { RetryPolicy } from "@spm-ops/core";
import { z } from "zod";
import type { HttpTimeouts } from "./connection.js";
import type { LimiterOptions } from "./limiter.js";

/** How to work with an application over HTTP; part of every connector's options. */
export interface HttpOptions {
  /** For questions and repeatable changes; never for a start. @defaultValue three tries, 1 s apart and doubling */
  readonly retry?: RetryPolicy | undefined;
  readonly limits?: LimiterOptions | undefined;
  readonly timeouts?: HttpTimeouts | undefined;
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
const milliseconds = z.number().int().positive();

/** The address of an application, without a slash at its end. */
export const httpAddress = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => url.startsWith("https:") || LOOPBACK.has(new URL(url).hostname),
    "must be https:, as a secret travels to it",
  )
  .transform((url) => url.replace(/\/+$/, ""));

/** The fields of {@link HttpOptions}, to be spread into a connector's own. */
export const httpOptionFields = {
  retry: z
    .strictObject({
      attempts: z.number().int().positive().optional(),
      delayMs: z.number().nonnegative().optional(),
      maxDelayMs: z.number().nonnegative().optional(),
    })
    .default({ attempts: 3, delayMs: 1_000 }),
  limits: z
    .strictObject({
      concurrency: z.number().int().positive().optional(),
      requestsPerInterval: z.number().int().positive().optional(),
      intervalMs: milliseconds.optional(),
    })
    .optional(),
  timeouts: z
    .strictObject({
      connectMs: milliseconds.optional(),
      headersMs: milliseconds.optional(),
      bodyMs: milliseconds.optional(),
      wholeMs: milliseconds.optional(),
    })
    .optional(),
};
