import type { Reply } from "../../simulator/reply.js";
import { success } from "./reply.js";

/** A page of a list of jobs, with the link to the next one. */
export function jobPage(jobs: readonly object[], url: URL, pageSize: number): Reply {
  const from = Number(url.searchParams.get("queryLocator") ?? 0);
  const isLast = from + pageSize >= jobs.length;
  return success({
    done: isLast,
    records: jobs.slice(from, from + pageSize),
    nextRecordsUrl: isLast ? null : `${url.pathname}?queryLocator=${from + pageSize}`,
  });
}
