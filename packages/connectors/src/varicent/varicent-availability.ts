import type { Availability, Clock } from "@spm-ops/core";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { takeALook } from "../contract/take-a-look.js";
import type { VaricentCalls } from "./varicent-calls.js";
import { activityList, globalActionReply } from "./varicent-replies.js";

/** One look at the key, the model and its activities. An application that works on something is up. */
export function checkModel(
  calls: VaricentCalls,
  call: ConnectorCall & { readonly clock: Clock },
): Promise<Availability> {
  const { signal } = call;
  return takeALook(async () => {
    const asked = { path: "globalactionstatus", operation: "ask whether a global action runs", signal };
    const isBusy = await calls.look(asked, globalActionReply);
    const listed = { path: "liveactivities", operation: "list what runs", signal };
    const live = await calls.look(listed, activityList);
    const runs = new Set(live.map(({ progressId }) => progressId)).size;
    return { state: "up", detail: `${isBusy ? "A" : "No"} global action runs; live activities: ${runs}.` };
  }, call);
}
