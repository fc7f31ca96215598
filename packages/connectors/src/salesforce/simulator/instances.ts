import type { Clock } from "@spm-ops/core";
import type { OrgDefinition, ReportDefinition } from "./definition.js";
import type { SalesforceTroubles } from "./faults.js";
import { type Durations, toShare } from "./job-timing.js";
import { toVendorTime } from "./reply.js";
import { type InstanceRecord, nextId, type OrgStorage } from "./state.js";

export interface InstanceOptions {
  readonly org: OrgDefinition;
  readonly storage: OrgStorage;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly troubles: Pick<SalesforceTroubles, "takeFailure">;
}

/** Results of a run are kept for 24 hours. */
const KEPT_MS = 24 * 3_600_000;

/** The runs of Analytics reports that nobody waits for. */
export function createInstances({ org, storage, clock, durations, troubles }: InstanceOptions) {
  const { instances } = storage.state;
  const { queueMs = 10, reportMs = 50 } = durations;
  const isKept = ({ createdAt }: InstanceRecord) => clock.now() < createdAt + KEPT_MS;

  const stateOf = (instance: InstanceRecord): "New" | "Running" | "Success" | "Error" => {
    if (toShare(instance, clock.now(), queueMs) === 1) return instance.failed ? "Error" : "Success";
    return clock.now() < instance.createdAt + queueMs ? "New" : "Running";
  };

  return {
    stateOf,
    find: (reportId: string, id: string) =>
      instances.find((each) => each.id === id && each.reportId === reportId && isKept(each)),
    list: (reportId: string) => instances.filter((each) => each.reportId === reportId && isKept(each)),

    create({ id: reportId }: ReportDefinition, owner: string, includesDetails: boolean): InstanceRecord {
      const now = clock.now();
      const failed = troubles.takeFailure() !== undefined;
      const durationMs = org.reports.find(({ id }) => id === reportId)?.durationMs ?? reportMs;
      const times = { createdAt: now, startedAt: now, durationMs };
      const instance = { id: nextId(storage, "0LG"), owner, reportId, includesDetails, failed, ...times };
      instances.push(instance);
      storage.save();
      return instance;
    },

    /** A run as the API tells it. */
    toReply(instance: InstanceRecord, path: string): object {
      const { id, owner, createdAt, durationMs = 0, includesDetails } = instance;
      const status = stateOf(instance);
      const hasEnded = status === "Success" || status === "Error";
      return {
        ...{ id, status, ownerId: owner, url: `${path}/${id}`, hasDetailRows: includesDetails },
        requestDate: toVendorTime(createdAt),
        completionDate: hasEnded ? toVendorTime(createdAt + queueMs + durationMs) : null,
      };
    },
  };
}

export type Instances = ReturnType<typeof createInstances>;
