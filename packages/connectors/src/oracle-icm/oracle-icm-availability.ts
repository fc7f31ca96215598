import type { Availability, Clock } from "@spm-ops/core";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { takeALook } from "../contract/take-a-look.js";
import { type OracleIcmCalls, toQuery } from "./oracle-icm-calls.js";
import { collectionReply } from "./oracle-icm-replies.js";

/** One look at a resource that the connector's user may read. */
export function checkResource(
  calls: OracleIcmCalls,
  resource: string,
  call: ConnectorCall & { readonly clock: Clock },
): Promise<Availability> {
  return takeALook(async () => {
    const path = `${resource}?${toQuery({ limit: 1, onlyData: "true" })}`;
    const operation = `read one record of ${resource}`;
    await calls.look({ api: "fscmRestApi", path, operation, signal: call.signal }, collectionReply);
    return { state: "up", detail: `The resource ${resource} answers.` };
  }, call);
}
