import { defineChannel } from "@spm-ops/core";
import {
  NOTICE_RETRY,
  NOTICE_TIMEOUT_MS,
  ofTarget,
  parseReferences,
  type WebhookChannelOptions,
} from "./channel-targets.js";
import { toSlackBody, toTeamsBody } from "./chat-bodies.js";
import { type Notice, noticesSchema } from "./notice.js";
import { parseAddress, postJson } from "./post-json.js";

interface ChatForm {
  readonly name: string;
  readonly toBody: (notices: readonly Notice[]) => object;
}

/**
 * The channel to incoming webhooks of Slack.
 *
 * They know no key, so nothing is sent twice by itself: where nobody knows whether a message has arrived, a person has to
 * look. Escalation goes on meanwhile.
 *
 * @throws SpmError `config.invalid` for addresses that are no references of secrets.
 */
export function createSlackChannel(options: WebhookChannelOptions) {
  return createChatChannel(options, { name: "slack", toBody: toSlackBody });
}

/** The channel to webhooks of Teams workflows, with an adaptive card. In all else as {@link createSlackChannel}. */
export function createTeamsChannel(options: WebhookChannelOptions) {
  return createChatChannel(options, { name: "teams", toBody: toTeamsBody });
}

function createChatChannel(options: WebhookChannelOptions, form: ChatForm) {
  const { readSecret, name = form.name, retry = NOTICE_RETRY, timeoutMs = NOTICE_TIMEOUT_MS } = options;
  const addresses = parseReferences(options.addresses, `the addresses of the channel ${name}`);
  return defineChannel({
    name,
    payload: noticesSchema,
    contract: "once",
    retry,
    timeoutMs,
    onDoubt: {
      instructions: [
        "Look into the channel of the target for a message with the headline of this notice.",
        "When it is there, resolve the message as happened; when it is not, as absent.",
      ],
    },
    perform: async ({ target, notices }, { signal }) => {
      const address = parseAddress(
        await readSecret(ofTarget(addresses, target, name)),
        `address of ${target}`,
      );
      const body = JSON.stringify(form.toBody(notices));
      return {
        status: await postJson({ address, body, signal, operation: `send to ${target} through ${name}` }),
      };
    },
  });
}
