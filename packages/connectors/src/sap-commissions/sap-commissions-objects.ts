import { createObjectList, type ObjectList } from "../contract/object-list.js";
import type { JobKind, StartableObject } from "../contract/spm-connector.js";
import type { LoadSettings, ProcessSettings } from "./sap-commissions-jobs.js";
import type { SapCommissionsSettings } from "./sap-commissions-options.js";

/** A declared import. */
export interface LoadObject extends StartableObject {
  readonly settings: LoadSettings;
}

/** A declared pipeline over a period. */
interface ProcessObject extends StartableObject {
  readonly settings: ProcessSettings;
}

/** What the options declare, as the vendor keeps no list of what can be started. */
export interface SapCommissionsObjects {
  readonly loads: ObjectList<LoadObject>;
  readonly processes: ObjectList<ProcessObject>;
}

const WORDS: Readonly<Record<JobKind, string>> = { load: "load", process: "process", report: "report" };

/** Creates the lists of declared loads and processes. */
export function createSapCommissionsObjects({
  loads,
  processes,
}: Pick<SapCommissionsSettings, "loads" | "processes">): SapCommissionsObjects {
  return {
    loads: createObjectList({ words: WORDS, list: () => toObjects("load", loads) }),
    processes: createObjectList({ words: WORDS, list: () => toObjects("process", processes) }),
  };
}

async function* toObjects<Settings>(
  kind: JobKind,
  declared: Readonly<Record<string, Settings>>,
): AsyncGenerator<StartableObject & { readonly settings: Settings }> {
  for (const [name, settings] of Object.entries(declared)) yield { id: `${kind}/${name}`, name, settings };
}
