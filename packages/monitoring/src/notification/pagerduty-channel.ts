import { defineChannel, type RetryPolicy, type SecretReader } from "@spm-ops/core";
import type { Incidents } from "../incident/incidents.js";
import { NOTICE_RETRY, NOTICE_TIMEOUT_MS, ofTarget, parseReferences } from "./channel-targets.js";
import { type Notice, noticesSchema } from "./notice.js";
import { toPagerDutyEvent } from "./pagerduty-event.js";
import { parseAddress, postJson } from "./post-json.js";

export interface PagerDutyChannelOptions {
  /** @defaultValue "pagerduty" */
  readonly name?: string | undefined;
  /** Where the routing key of each target, a service of PagerDuty, is kept. */
  readonly routingKeys: Readonly<Record<string, string>>;
  readonly readSecret: SecretReader;
  /** @defaultValue "https://events.pagerduty.com/v2/enqueue" */
  readonly address?: string | undefined;
  /** By which an event that a later one has overtaken is left out: sent late, it would open the alert anew. */
  readonly incidents: Pick<Incidents, "find">;
  /** @defaultValue 10 tries, 2 seconds after the first and a minute at most between them */
  readonly retry?: RetryPolicy | undefined;
  /** How long one try may take. @defaultValue 15_000 */
  readonly timeoutMs?: number | undefined;
}

/**
 * The channel to PagerDuty's Events API v2: one alert an incident, triggered, acknowledged and resolved with it.
 *
 * Events may be sent again: the same key is the same alert. 429 and 5xx are tried again, 400 is not.
 *
 * @throws SpmError `config.invalid` for keys that are no references of secrets, and for an address that is none.
 */
export function createPagerDutyChannel(options: PagerDutyChannelOptions) {
  const { readSecret, incidents, name = "pagerduty" } = options;
  const { retry = NOTICE_RETRY, timeoutMs = NOTICE_TIMEOUT_MS } = options;
  const address = parseAddress(options.address ?? "https://events.pagerduty.com/v2/enqueue", "address");
  const routingKeys = parseReferences(options.routingKeys, `the routing keys of the channel ${name}`);

  const isOvertaken = async ({ incidentId, revision }: Notice, target: string) => {
    const incident = await incidents.find(incidentId);
    const isLater = (told: { channel: string; target: string; revision: number }) =>
      told.channel === name && told.target === target && told.revision > revision;
    return incident?.told.some(isLater) === true;
  };

  return defineChannel({
    name,
    payload: noticesSchema,
    contract: "keyed",
    retry,
    timeoutMs,
    perform: async ({ target, notices }, { signal }) => {
      const routing_key = await readSecret(ofTarget(routingKeys, target, name));
      const operation = `send to ${target} through ${name}`;
      const events: { readonly incidentId: string; readonly status: number | "overtaken" }[] = [];
      for (const notice of notices) {
        const { incidentId } = notice;
        if (await isOvertaken(notice, target)) events.push({ incidentId, status: "overtaken" });
        else {
          const body = JSON.stringify({ routing_key, ...toPagerDutyEvent(notice) });
          events.push({ incidentId, status: await postJson({ address, body, signal, operation }) });
        }
      }
      return { events };
    },
  });
}
