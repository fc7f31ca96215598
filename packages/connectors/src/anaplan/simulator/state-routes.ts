import { jsonReply, noContent, type Reply } from "../../simulator/reply.js";
import type { ModelRoute, ModelScope } from "./model-routes.js";

/** What can be asked of a model that sleeps; everything else waits until it is loaded. */
export const STATE_ROUTES: readonly ModelRoute[] = [
  {
    method: "POST",
    path: /^open$/,
    handle: ({ sleep }) => {
      sleep.open();
      return noContent(202);
    },
  },
  {
    method: "POST",
    path: /^close$/,
    handle: ({ sleep }) => {
      sleep.close();
      return noContent();
    },
  },
  { method: "GET", path: /^status$/, handle: tellStatus },
];

/** Without the envelope that everything else comes in; a progress of -1 stands for idle, open or not. */
function tellStatus({ sleep, tasks, clock }: ModelScope): Reply {
  const active = tasks.active();
  const nothing = { tooltip: null, exportTaskType: "NONE" };
  const memory = { peakMemoryUsageEstimate: null, peakMemoryUsageTime: null };
  return jsonReply(200, {
    requestStatus: {
      currentStep: active === undefined ? sleep.word() : "Processing ...",
      progress: active === undefined ? -1 : 0.5,
      taskId: active?.taskId ?? null,
      ...nothing,
      creationTime: clock.now(),
      ...memory,
    },
  });
}
