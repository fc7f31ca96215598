import type { RunRecord } from "./state.js";

const HOUR_MS = 3_600_000;

/** What ran in the model before anybody of ours came: lists are never ours alone. */
export function earlierRuns(now: number): readonly RunRecord[] {
  const run = (progressId: number, hoursAgo: number, name: string): RunRecord => ({
    progressId,
    kind: "calculation",
    objectId: 0,
    name,
    userId: "another.user",
    startedAt: now - hoursAgo * HOUR_MS,
    endAt: now - hoursAgo * HOUR_MS + 60_000,
    status: "Completed",
    message: `Calculation ${name} calculated successfully.`,
    messageDetails: "",
    results: [],
    published: [],
  });
  return [run(4709, 4, "An earlier calculation"), run(4710, 3, "Another earlier calculation")];
}
