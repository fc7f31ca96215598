import { z } from "zod";
import type { Clock } from "../../clock.js";
import type { StreamId } from "../../log/event.js";
import { parseOptions } from "../../parse-options.js";
import type { RetryPolicy } from "../../retry.js";
import type { Found } from "../effect-contract.js";
import type { EffectAttempt } from "../perform-effect.js";

/** What an attempt to send a message is told. Its `key` is the same for every attempt: hand it to the outside world. */
export interface MessageAttempt extends EffectAttempt {
  readonly messageId: string;
  /** The stream that the message comes from. */
  readonly about?: StreamId | undefined;
  readonly clock: Clock;
}

/**
 * What may be done when nobody knows whether a message was sent.
 *
 * A `once` message is never sent again by itself: `find` asks the other side, and without `find` a person has to find
 * out by the instructions.
 */
export type ChannelContract<Payload, Receipt> =
  | { readonly contract: "repeatable" | "keyed" }
  | {
      readonly contract: "once";
      find(payload: Payload, attempt: MessageAttempt): Promise<Found<Receipt>>;
      readonly onDoubt?: { readonly instructions: readonly string[] } | undefined;
    }
  | { readonly contract: "once"; readonly onDoubt: { readonly instructions: readonly string[] } };

/** A way out: how messages of one form leave, for example as mails, as requests to a webhook, as tickets. */
export type Channel<
  Name extends string = string,
  PayloadSchema extends z.ZodType = z.ZodType,
  Receipt = unknown,
> = ChannelContract<z.output<PayloadSchema>, Receipt> & {
  /** Lower-case words joined by `-`: it stands in the log for ever. */
  readonly name: Name;
  readonly payload: PayloadSchema;
  /** Tries in all and the waits between them. @defaultValue one try */
  readonly retry?: RetryPolicy | undefined;
  /** How long one attempt may take. @defaultValue no limit */
  readonly timeoutMs?: number | undefined;
  /** Sends the message and returns its receipt, which must be JSON. */
  perform(payload: z.output<PayloadSchema>, attempt: MessageAttempt): Promise<Receipt>;
  /** Says why a receipt is not good enough, or nothing when it is. The message has then failed, and its receipt is kept. */
  accept?(receipt: Receipt): string | undefined;
};

const instructions = z.array(z.string().min(1)).min(1);

/** What can be told of a channel without calling it. */
const channelSchema = z
  .looseObject({
    name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case words joined by -"),
    contract: z.enum(["repeatable", "keyed", "once"]),
    find: z.unknown().optional(),
    onDoubt: z.strictObject({ instructions }).optional(),
    timeoutMs: z.number().positive().optional(),
    retry: z
      .strictObject({
        attempts: z.int().positive().optional(),
        delayMs: z.number().nonnegative().optional(),
        maxDelayMs: z.number().nonnegative().optional(),
      })
      .optional(),
  })
  .refine(
    ({ contract, find, onDoubt }) => contract !== "once" || find !== undefined || onDoubt !== undefined,
    {
      path: ["onDoubt"],
      message: "say how a person finds out whether it was sent, or declare how to find it",
    },
  );

/**
 * Declares a way out, typed by the schema of its payload.
 *
 * @throws SpmError `config.invalid` with everything in it that cannot work.
 * @example
 * const desk = defineChannel({
 *   name: "desk",
 *   payload: z.strictObject({ text: z.string() }),
 *   contract: "keyed",
 *   perform: async ({ text }, { key, signal }) => {
 *     const headers = { "idempotency-key": key };
 *     const { status } = await fetch("https://desk.example.test/notes", { method: "POST", headers, body: text, signal });
 *     return { status };
 *   },
 * });
 */
export function defineChannel<const Name extends string, PayloadSchema extends z.ZodType, Receipt>(
  channel: Channel<Name, PayloadSchema, Receipt>,
): Channel<Name, PayloadSchema, Receipt> {
  parseOptions(channelSchema, channel, `the channel ${channel.name}`);
  return Object.freeze({ ...channel });
}
