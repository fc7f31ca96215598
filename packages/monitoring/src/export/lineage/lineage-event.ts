import { z } from "zod";

/** One thing more that is known of a run, a job or a dataset, and by whose schema. */
export interface LineageFacet {
  readonly _producer: string;
  readonly _schemaURL: string;
  readonly [field: string]: unknown;
}

type Facets = Readonly<Record<string, LineageFacet>>;

// Not interfaces: those are no records, which is what a payload is made of.
type LineageRun = {
  /** A UUID. */
  readonly runId: string;
  readonly facets: Facets;
};

type LineageJob = {
  readonly namespace: string;
  readonly name: string;
  readonly facets: Facets;
};

interface LineageInput {
  readonly namespace: string;
  readonly name: string;
  readonly inputFacets?: Facets | undefined;
}

interface LineageOutput {
  readonly namespace: string;
  readonly name: string;
  readonly outputFacets?: Facets | undefined;
}

/** What became of a run. `ABORT`: it was ended, or never began. */
export type LineageEventType = "START" | "RUNNING" | "COMPLETE" | "FAIL" | "ABORT";

/** A run event of OpenLineage, version 2-0-2, as plain JSON. */
export interface LineageEvent {
  readonly eventType: LineageEventType;
  /** ISO 8601 in UTC. */
  readonly eventTime: string;
  readonly run: LineageRun;
  readonly job: LineageJob;
  readonly inputs: readonly LineageInput[];
  readonly outputs: readonly LineageOutput[];
  readonly producer: string;
  readonly schemaURL: string;
}

/** What is put into the outbox: one event. Facets of one's own may be added before. */
export const lineagePayloadSchema = z.strictObject({
  event: z.looseObject({
    eventType: z.enum(["START", "RUNNING", "COMPLETE", "FAIL", "ABORT"]),
    eventTime: z.iso.datetime(),
    run: z.looseObject({ runId: z.uuid() }),
    job: z.looseObject({ namespace: z.string().min(1), name: z.string().min(1) }),
    producer: z.string().min(1),
    schemaURL: z.string().min(1),
  }),
});
