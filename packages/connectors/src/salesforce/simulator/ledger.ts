import type { Ingests } from "./ingests.js";
import type { Instances } from "./instances.js";
import type { Queries } from "./queries.js";
import type { OrgStorage } from "./state.js";

/** A job that was ever started. */
export interface LedgerEntry {
  readonly id: string;
  readonly kind: "ingest" | "query" | "report";
  /** The object that was loaded or queried, or the id of the report. */
  readonly object: string;
  readonly startedAt: number;
  readonly state: string;
}

/** What was started in an org, oldest first. Jobs that only wait for their content are not. */
export function createLedger(
  { state }: OrgStorage,
  { ingests, queries, instances }: { ingests: Ingests; queries: Queries; instances: Instances },
): () => readonly LedgerEntry[] {
  return () => {
    const loaded = state.ingests.flatMap((job) => {
      const { id, object, startedAt } = job;
      if (startedAt === undefined) return [];
      return [{ id, kind: "ingest", object, startedAt, state: ingests.stateOf(job) } as const];
    });
    const asked = state.queries.map((job) => {
      const { id, object, createdAt } = job;
      return { id, kind: "query", object, startedAt: createdAt, state: queries.stateOf(job) } as const;
    });
    const run = state.instances.map((each) => {
      const { id, reportId, createdAt } = each;
      return {
        id,
        kind: "report",
        object: reportId,
        startedAt: createdAt,
        state: instances.stateOf(each),
      } as const;
    });
    return [...loaded, ...asked, ...run].sort((one, other) => one.startedAt - other.startedAt);
  };
}
