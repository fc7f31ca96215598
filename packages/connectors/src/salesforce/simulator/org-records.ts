import { createReadStream, existsSync } from "node:fs";
import { readCsv } from "../../contract/csv.js";
import type { OrgDefinition } from "./definition.js";
import { toDoneBatches } from "./job-timing.js";
import { createRecordTable, type RecordTable, type Values } from "./records.js";
import type { IngestRecord, OrgStorage } from "./state.js";

/** A change of a record that a row of a job made; without values it was removed. */
export interface RecordChange {
  readonly id: string;
  readonly values: Values | undefined;
}

/** Where a batch of a job keeps what it came to. */
export function batchPath(
  storage: OrgStorage,
  jobId: string,
  set: "successful" | "failed" | "unprocessed" | "changes",
  batch: number,
): string {
  return storage.path("jobs", jobId, `${set}-${batch}.csv`);
}

/** All records of the org, read anew from what the jobs left when they were not read yet, or when one was aborted. */
export interface OrgRecords {
  table(object: string): Promise<RecordTable | undefined>;
  /** Makes what follows be read anew. */
  forget(): void;
}

export interface OrgRecordsOptions {
  readonly org: OrgDefinition;
  readonly storage: OrgStorage;
  readonly queueMs: number;
}

/** Creates the records of an org. Jobs that were not aborted count as done, also while they seem to run. */
export function createOrgRecords({ org, storage, queueMs }: OrgRecordsOptions): OrgRecords {
  let tables: Promise<ReadonlyMap<string, RecordTable>> | undefined;

  const replay = async (table: RecordTable, job: IngestRecord) => {
    const count = job.abortedAt === undefined ? job.lastBatch : toDoneBatches(job, job.abortedAt, queueMs);
    for (let batch = 0; batch < count; batch += 1) {
      const path = batchPath(storage, job.id, "changes", batch);
      if (!existsSync(path)) continue;
      for await (const { cells } of readCsv(createReadStream(path, "utf8"))) {
        const [id = "", values = ""] = cells;
        table.put(id, values === "" ? undefined : JSON.parse(values));
      }
    }
  };

  const read = async (): Promise<ReadonlyMap<string, RecordTable>> => {
    const read = new Map(org.objects.map((object) => [object.name.toLowerCase(), createRecordTable(object)]));
    for (const table of read.values()) addFirst(table);
    for (const job of storage.state.ingests) {
      const table = read.get(job.object.toLowerCase());
      if (job.startedAt !== undefined && table !== undefined) await replay(table, job);
    }
    return read;
  };

  return {
    async table(object) {
      tables ??= read();
      return (await tables).get(object.toLowerCase());
    },
    forget() {
      tables = undefined;
    },
  };
}

/** What the definition brings has ids of its own, the same ones each time. */
function addFirst(table: RecordTable): void {
  const { name, records, fields } = table.definition;
  records.forEach((record, at) => {
    const id = record["Id"] ?? `${keyPrefix(name)}${String(at).padStart(12, "0")}AAB`;
    table.put(
      id,
      fields.map((field) => record[field.name] ?? ""),
    );
  });
}

/** The first three digits of the ids of an object. */
export function keyPrefix(object: string): string {
  const sum = [...object].reduce((total, character) => (total * 31 + character.charCodeAt(0)) % 1_296, 0);
  return `a${sum.toString(36).padStart(2, "0")}`;
}
