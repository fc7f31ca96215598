import { createObjectList, type ObjectList } from "../contract/object-list.js";
import { type AnaplanCalls, objectPath } from "./anaplan-calls.js";
import { exportPage, type ImportObject, importPage, processPage } from "./anaplan-replies.js";

/** The loads, processes and reports of a model. */
export type AnaplanObjects = ObjectList<ImportObject>;

const PAGES = { load: importPage, process: processPage, report: exportPage } as const;

/** Creates the lists of a model. */
export function createAnaplanObjects(calls: AnaplanCalls): AnaplanObjects {
  return createObjectList<ImportObject>({
    words: { load: "import", process: "process", report: "export" },
    list: (kind, { signal }) =>
      calls.pages({ path: objectPath(kind), operation: `list the ${objectPath(kind)}`, signal }, PAGES[kind]),
  });
}
