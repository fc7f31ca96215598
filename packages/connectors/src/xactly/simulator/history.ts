import type { InvocationRecord } from "./state.js";

const HOUR_MS = 3_600_000;
const EARLIER = "0000000000000000000000000000000";

/** What a schedule invoked before anybody of ours came: lists are never ours alone. */
export function earlierInvocations(now: number): readonly InvocationRecord[] {
  return [4, 3].map((hours, at): InvocationRecord => {
    const createdAt = now - hours * HOUR_MS;
    return {
      id: `${EARLIER}${at + 1}`,
      objectId: `${EARLIER}0`,
      objectName: "an_earlier_pipeline",
      invokedByType: "schedule",
      invokedByName: "Every hour",
      createdAt,
      readyAt: createdAt,
      runsAt: createdAt,
      endAt: createdAt + 60_000,
      status: "pass",
      description: "",
      details: [],
    };
  });
}
