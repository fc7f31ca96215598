import { createObjectList, type ObjectList } from "../contract/object-list.js";
import type { JobKind, StartableObject } from "../contract/spm-connector.js";
import type { DropTarget } from "./drop.js";
import type { DropFolderSettings, DropReport } from "./drop-folder-options.js";

/** A declared load, and how its files are called. */
export interface LoadObject extends StartableObject {
  readonly target: DropTarget;
}

/** A declared report, and where its files come to lie. */
interface ReportObject extends StartableObject {
  readonly report: DropReport;
}

/** What the options declare. Nothing of it is asked of the site. */
export interface DropObjects {
  readonly loads: ObjectList<LoadObject>;
  readonly reports: ObjectList<ReportObject>;
}

const WORDS: Readonly<Record<JobKind, string>> = { load: "load", process: "process", report: "report" };

/** Creates the lists of declared loads and reports. Their ids say their kind, as vendors have none for them. */
export function createDropObjects({ loads, reports, profile }: DropFolderSettings): DropObjects {
  async function* listLoads(): AsyncGenerator<LoadObject> {
    for (const [name, { code = name, file = profile.file ?? "" }] of Object.entries(loads)) {
      yield { id: `load/${name}`, name, target: { code, file } };
    }
  }
  async function* listReports(): AsyncGenerator<ReportObject> {
    for (const [name, report] of Object.entries(reports)) yield { id: `report/${name}`, name, report };
  }
  return {
    loads: createObjectList({ words: WORDS, list: listLoads }),
    reports: createObjectList({ words: WORDS, list: listReports }),
  };
}
