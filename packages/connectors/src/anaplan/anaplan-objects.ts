import { createObjectList, type ObjectList } from "../contract/object-list.js";
import type { JobKind } from "../contract/spm-connector.js";
import { ACTION_ID, type AnaplanCalls, type Collection } from "./anaplan-calls.js";
import { type ImportObject, objectPageOf } from "./anaplan-replies.js";

/** The loads, processes and reports of a model. */
export type AnaplanObjects = ObjectList<ImportObject>;

/** What the vendor calls actions is to us a process of one step. */
const COLLECTIONS: Readonly<Record<JobKind, readonly Collection[]>> = {
  load: ["imports"],
  process: ["processes", "actions"],
  report: ["exports"],
};

/** Creates the lists of a model. */
export function createAnaplanObjects(calls: AnaplanCalls): AnaplanObjects {
  return createObjectList<ImportObject>({
    words: { load: "import", process: "process or action", report: "export" },
    async *list(kind, { signal }) {
      for (const path of COLLECTIONS[kind]) {
        const operation = `list the ${path}`;
        for await (const object of calls.pages({ path, operation, signal }, objectPageOf(path))) {
          // Everything that can be started is an action to the vendor, and has a list of its own unless its id says so.
          if (path !== "actions" || ACTION_ID.test(object.id)) yield object;
        }
      }
    },
  });
}
