import type { Availability, Clock } from "@spm-ops/core";
import { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { takeALook } from "../contract/take-a-look.js";
import type { HttpClient } from "../http/http-client.js";
import type { SalesforceCalls } from "./salesforce-calls.js";

const versionsReply = z.array(z.object({ version: z.string() })).min(1);

/** Batches are what ingest jobs are made of; the allowance is one for both Bulk APIs. */
const limitsReply = z.object({
  DailyBulkApiBatches: z.object({ Max: z.number(), Remaining: z.number() }).optional(),
});

export interface Probe {
  /** Of the My Domain, without a credential. */
  readonly http: HttpClient;
  readonly calls: SalesforceCalls;
  readonly apiVersion: string;
}

/** One look at the address, which needs no login, and one at the org behind the login. */
export function checkOrg(
  { http, calls, apiVersion }: Probe,
  call: ConnectorCall & { readonly clock: Clock },
): Promise<Availability> {
  const { signal } = call;
  return takeALook(async () => {
    const operation = "ask for the versions of the API";
    const request = { method: "GET", path: "services/data/", intent: "question", operation, signal } as const;
    const versions = await http.json(request, versionsReply);
    if (!versions.some(({ version }) => version === apiVersion)) {
      return { state: "down", detail: `The org answers, and does not offer version ${apiVersion}.` };
    }
    const limits = await calls.look(
      { path: "limits", operation: "ask for the limits of the org", signal },
      limitsReply,
    );
    const batches = limits.DailyBulkApiBatches;
    const left =
      batches === undefined ? "" : ` ${batches.Remaining} of ${batches.Max} batches are left today.`;
    return { state: "up", detail: `The org answers.${left}` };
  }, call);
}
