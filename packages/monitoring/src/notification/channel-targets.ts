import { parseOptions, type RetryPolicy, type SecretReader, SpmError, secretReference } from "@spm-ops/core";
import { z } from "zod";

/** What the channels of webhooks have in common. */
export interface WebhookChannelOptions {
  /** The name of the channel in routes and in the log. @defaultValue that of its form */
  readonly name?: string | undefined;
  /**
   * Where the address of each target is kept: whoever knows the address of a webhook may post to it, so it is a secret.
   */
  readonly addresses: Readonly<Record<string, string>>;
  readonly readSecret: SecretReader;
  /** @defaultValue 10 tries, 2 seconds after the first and a minute at most between them */
  readonly retry?: RetryPolicy | undefined;
  /** How long one try may take. @defaultValue 15_000 */
  readonly timeoutMs?: number | undefined;
}

export const NOTICE_RETRY: RetryPolicy = { attempts: 10, delayMs: 2_000, maxDelayMs: 60_000 };
export const NOTICE_TIMEOUT_MS = 15_000;

const referencesSchema = z.record(z.string().min(1), secretReference);

/** Checks references by target. @throws SpmError `config.invalid` with everything that is none. */
export function parseReferences(references: unknown, what: string): Readonly<Record<string, string>> {
  return parseOptions(referencesSchema, references, what);
}

/** What a channel knows of a target. @throws SpmError `operation.unsupported` when it does not know it. */
export function ofTarget(
  references: Readonly<Record<string, string>>,
  target: string,
  channel: string,
): string {
  const reference = Object.hasOwn(references, target) ? references[target] : undefined;
  if (reference !== undefined) return reference;
  const known = Object.keys(references).join(", ") || "none";
  throw new SpmError("operation.unsupported", `${channel} has no target ${target}; it has ${known}.`, {
    operation: `send to ${target} through ${channel}`,
  });
}
