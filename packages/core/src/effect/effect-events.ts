import { z } from "zod";
import { jsonSchema } from "../json.js";
import { attachmentSchema } from "../log/attachment.js";
import type { EventOf } from "../log/stream-kind.js";
import { volumeSchema } from "../volume.js";

const effectId = z.string();
const attempt = z.int().positive();
const elapsedMs = z.number().nonnegative();
const attachments = z.array(attachmentSchema).optional();

/**
 * The events of an effect, for the kinds of stream that perform effects. `effectId` is its name within the stream.
 *
 * An intent stands in the log before anything is done, so that a crash leaves a question and never a gap.
 */
export const effectEvents = {
  "effect.intended": z.object({
    effectId,
    attempt,
    key: z.string(),
    contract: z.enum(["repeatable", "keyed", "once"]),
  }),
  "effect.succeeded": z.object({
    effectId,
    attempt,
    output: jsonSchema,
    elapsedMs: elapsedMs.optional(),
    volume: volumeSchema.optional(),
    refusal: z.string().optional(),
    found: z.boolean().optional(),
    attachments,
  }),
  "effect.failed": z.object({
    effectId,
    attempt,
    failure: z.object({ code: z.string(), message: z.string() }),
    elapsedMs: elapsedMs.optional(),
    volume: volumeSchema.optional(),
    willRetry: z.boolean(),
    attachments,
  }),
  "effect.in-doubt": z.object({ effectId, attempt, reason: z.string() }),
  "effect.resolved": z.discriminatedUnion("as", [
    z.object({ effectId, as: z.literal("happened"), output: jsonSchema, reason: z.string().min(1) }),
    z.object({ effectId, as: z.literal("absent"), reason: z.string().min(1) }),
  ]),
} as const;

export type EffectEvent = EventOf<typeof effectEvents>;
