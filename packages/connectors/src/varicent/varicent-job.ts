import { SpmError } from "@spm-ops/core";

/** How the vendor's kinds of processes are told apart: the first part of an id. */
export const CALCULATION = "calculation/";
export const SCHEDULE = "schedule/";
export const PUBLISHED = "published/";

/** The vendor's own id of a process. */
export function toVendorId(id: string): string {
  return encodeURIComponent(id.slice(id.indexOf("/") + 1));
}

/** Where an object is started, below `api/v1`. */
export function toStartPath(id: string): string {
  if (id.startsWith(CALCULATION)) return `rpc/calculations/${toVendorId(id)}`;
  if (id.startsWith(SCHEDULE)) return `rpc/scheduleitem/${toVendorId(id)}/run`;
  return `rpc/imports/${encodeURIComponent(id)}/run`;
}

/** One performance: its number, and when it was started by the vendor's clock, in milliseconds since 1970. */
export interface VaricentRun {
  readonly progressId: string;
  readonly startedAt: number;
}

/** A run as the task of a handle. The time is in it because a result that is older is the result of another run. */
export function toTask({ progressId, startedAt }: VaricentRun): string {
  return `${progressId}@${new Date(startedAt).toISOString()}`;
}

/** The run behind the task of a handle, or nothing for a file that was published already. */
export function toRun(task: string): VaricentRun | undefined {
  const [, progressId, time = ""] = /^(\d+)@(.+)$/.exec(task) ?? [];
  if (progressId === undefined) return undefined;
  const startedAt = Date.parse(time);
  if (!Number.isNaN(startedAt)) return { progressId, startedAt };
  const operation = `look for the run ${task}`;
  throw new SpmError("remote.not-found", `"${task}" names no run of this connector.`, { operation });
}
