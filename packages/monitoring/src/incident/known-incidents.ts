import { foldStream, type Log, type StreamQuery } from "@spm-ops/core";
import type { Incident } from "./incident.js";
import { incidentKind } from "./incident-kind.js";

/** An incident as it was read, with the number of its last event. */
export interface ReadIncident {
  readonly seq: number;
  readonly state: Incident;
}

/** Reads incidents, and those anew that have changed. */
export interface KnownIncidents {
  /** Those that are not closed. */
  open(): Promise<ReadonlyMap<string, ReadIncident>>;
  /** Those that are not closed, and those that were opened since; in the order of their opening. */
  since(fromMs: number): Promise<ReadonlyMap<string, ReadIncident>>;
  /** Those of which somebody may have to be told: all that are not closed, and those whose end is not settled. */
  unsettled(): Promise<ReadonlyMap<string, ReadIncident>>;
  find(id: string): Promise<ReadIncident | undefined>;
}

const OPEN = ["open", "acknowledged", "muted"];

/** Creates a reader of incidents that keeps what it has read of those that are not closed. */
export function createKnownIncidents(log: Log): KnownIncidents {
  let kept = new Map<string, ReadIncident>();

  const find = async (id: string) => {
    const events = await log.read({ kind: incidentKind.name, id });
    const state = foldStream(incidentKind, events);
    return state === undefined ? undefined : { seq: events.length, state };
  };

  const list = async (query: Omit<StreamQuery, "kind">) => {
    const found: (readonly [string, ReadIncident])[] = [];
    for await (const { stream, head } of log.list({ ...query, kind: incidentKind.name })) {
      const before = kept.get(stream.id);
      const incident = before?.seq === head.seq ? before : await find(stream.id);
      if (incident !== undefined) found.push([stream.id, incident]);
    }
    return found;
  };

  return {
    find,
    open: async () => new Map(await list({ status: OPEN })),
    async unsettled() {
      const closed = { status: ["closed"], dueByMs: Number.MAX_SAFE_INTEGER };
      return new Map([...(await list({ status: OPEN })), ...(await list(closed))]);
    },
    async since(fromMs) {
      const all = [
        ...(await list({ status: OPEN })),
        ...(await list({ status: ["closed"], createdFromMs: fromMs })),
      ];
      kept = new Map(all.sort(([, one], [, other]) => openedAt(one) - openedAt(other)));
      return kept;
    },
  };
}

function openedAt({ state: { timeline } }: ReadIncident): number {
  return timeline[0]?.at ?? 0;
}
