import {
  canonicalJson,
  defineChannel,
  parseOptions,
  type RetryPolicy,
  type SecretReader,
  secretReference,
  sha256,
  toJsonValue,
} from "@spm-ops/core";
import type { z } from "zod";
import { NOTICE_RETRY, NOTICE_TIMEOUT_MS } from "../../notification/channel-targets.js";
import { parseAddress, postJson } from "../../notification/post-json.js";
import { type LineageEvent, lineagePayloadSchema } from "./lineage-event.js";

const CHANNEL = "openlineage";

export interface LineageChannelOptions {
  /** Where events are posted, by https or on this machine, for example `https://lineage.example.test/api/v1/lineage`. */
  readonly address: string;
  /** Where the key is kept that the receiver asks for, if it does. It is sent as a bearer token. */
  readonly apiKey?: string | undefined;
  /** Needed where there is a key. */
  readonly readSecret?: SecretReader | undefined;
  /** @defaultValue 10 tries, 2 seconds after the first and a minute at most between them */
  readonly retry?: RetryPolicy | undefined;
  /** How long one try may take. @defaultValue 15_000 */
  readonly timeoutMs?: number | undefined;
}

/**
 * The channel `openlineage`: posts run events to a receiver of lineage, one a message.
 *
 * An event may come again after a lost answer, under the same `idempotency-key`; a receiver keeps one state a run, so it
 * makes no difference.
 *
 * @throws SpmError `config.invalid` for an address that is none, and for a key that is no reference of a secret.
 * @throws TypeError for a key that nobody reads.
 */
export function createLineageChannel(options: LineageChannelOptions) {
  const { readSecret, retry = NOTICE_RETRY, timeoutMs = NOTICE_TIMEOUT_MS } = options;
  const address = parseAddress(options.address, "address of the receiver of lineage");
  const apiKey = parseOptions(
    secretReference.optional(),
    options.apiKey,
    "the key of the receiver of lineage",
  );
  if (apiKey !== undefined && readSecret === undefined)
    throw new TypeError("A key of the receiver of lineage needs `readSecret`.");
  return defineChannel({
    name: CHANNEL,
    payload: lineagePayloadSchema,
    contract: "keyed",
    retry,
    timeoutMs,
    perform: async ({ event }, { key, signal }) => {
      const token = apiKey && (await readSecret?.(apiKey));
      const headers = {
        "idempotency-key": encodeURIComponent(key),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const body = canonicalJson(toJsonValue(event));
      const operation = "send lineage";
      return { status: await postJson({ address, body, headers, signal, operation }) };
    },
  });
}

/** What is put into the outbox. */
export interface LineageMessage {
  readonly id: string;
  readonly channel: typeof CHANNEL;
  readonly payload: z.input<typeof lineagePayloadSchema>;
}

/**
 * An event as a message for the outbox. Its id is derived from its content: putting the same event again is putting it
 * once.
 */
export function toLineageMessage(event: LineageEvent): LineageMessage {
  const digest = sha256(canonicalJson(toJsonValue(event))).slice(0, 16);
  const id = `lineage/${event.run.runId}/${event.eventType}/${digest}`;
  return { id, channel: CHANNEL, payload: { event: { ...event } } };
}
