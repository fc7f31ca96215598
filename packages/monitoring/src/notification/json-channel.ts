import { canonicalJson, defineChannel, toJsonValue } from "@spm-ops/core";
import {
  NOTICE_RETRY,
  NOTICE_TIMEOUT_MS,
  ofTarget,
  parseReferences,
  type WebhookChannelOptions,
} from "./channel-targets.js";
import { noticesSchema } from "./notice.js";
import { parseAddress, postJson } from "./post-json.js";
import { SIGNATURE_HEADER, signBody } from "./signature.js";

export interface JsonChannelOptions extends WebhookChannelOptions {
  /** Where the secret is kept with which the bodies for each target are signed. */
  readonly signingSecrets: Readonly<Record<string, string>>;
}

/**
 * The channel to webhooks of one's own: the notices as JSON, with a signature (see `isSignatureOf`).
 *
 * A message may come again after a lost answer, under the same `idempotency-key`: whoever receives it takes each key
 * once.
 *
 * @throws SpmError `config.invalid` for addresses and secrets that are no references, and for a target without a secret.
 */
export function createJsonChannel(options: JsonChannelOptions) {
  const { readSecret, name = "webhook", retry = NOTICE_RETRY, timeoutMs = NOTICE_TIMEOUT_MS } = options;
  const addresses = parseReferences(options.addresses, `the addresses of the channel ${name}`);
  const secrets = parseReferences(options.signingSecrets, `the signing secrets of the channel ${name}`);
  return defineChannel({
    name,
    payload: noticesSchema,
    contract: "keyed",
    retry,
    timeoutMs,
    perform: async ({ target, notices }, { key, signal, clock }) => {
      const address = parseAddress(
        await readSecret(ofTarget(addresses, target, name)),
        `address of ${target}`,
      );
      const secret = await readSecret(ofTarget(secrets, target, `signing for ${name}`));
      const body = canonicalJson(toJsonValue({ notices }));
      const headers = {
        "idempotency-key": encodeURIComponent(key),
        [SIGNATURE_HEADER]: signBody(body, secret, clock.now()),
      };
      const operation = `send to ${target} through ${name}`;
      return { status: await postJson({ address, body, headers, signal, operation }) };
    },
  });
}
