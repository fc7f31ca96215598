import { createObjectList, type ObjectList } from "../contract/object-list.js";
import type { JobKind, StartableObject } from "../contract/spm-connector.js";
import type { CaptivateiqCalls } from "./captivateiq-calls.js";
import type { CaptivateiqSettings, LoadSettings, ReportSettings } from "./captivateiq-options.js";
import { worksheet } from "./captivateiq-replies.js";

/** A declared import. The vendor has no id for it, so its name stands for one. */
export interface LoadObject extends StartableObject {
  readonly settings: LoadSettings;
}

/** A declared export, likewise. */
export interface ReportObject extends StartableObject {
  readonly settings: ReportSettings;
}

/** What the options declare, and the worksheets that it names. */
export interface CaptivateiqObjects {
  readonly loads: ObjectList<LoadObject>;
  readonly reports: ObjectList<ReportObject>;
  /** The ones that loads write into are `load`; those that only reports read are `report`. */
  readonly worksheets: ObjectList;
}

const WORDS: Readonly<Record<JobKind, string>> = { load: "load", process: "process", report: "report" };
const WORKSHEETS: Readonly<Record<JobKind, string>> = {
  load: "data worksheet",
  process: "worksheet",
  report: "transformation worksheet",
};

/** Creates the lists of an organization. Loads and reports are what the options say; nothing is asked for them. */
export function createCaptivateiqObjects(
  calls: CaptivateiqCalls,
  { loads, reports }: Pick<CaptivateiqSettings, "loads" | "reports">,
): CaptivateiqObjects {
  return {
    loads: createObjectList({ words: WORDS, list: (kind) => toObjects(kind, loads) }),
    reports: createObjectList({ words: WORDS, list: (kind) => toObjects(kind, reports) }),
    worksheets: createObjectList({
      words: WORKSHEETS,
      list: (kind, { signal }) => {
        const path = kind === "load" ? "data-worksheets/" : "transformation-worksheets/";
        return calls.list({ path, operation: `list the ${WORKSHEETS[kind]}s`, signal }, worksheet);
      },
    }),
  };
}

async function* toObjects<Settings>(
  kind: JobKind,
  declared: Readonly<Record<string, Settings>>,
): AsyncGenerator<StartableObject & { readonly settings: Settings }> {
  for (const [name, settings] of Object.entries(declared)) yield { id: `${kind}/${name}`, name, settings };
}
