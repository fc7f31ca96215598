import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, JobKind, StartableObject } from "../contract/spm-connector.js";
import { type AnaplanCalls, objectPath } from "./anaplan-calls.js";
import { exportPage, type ImportObject, importPage, processPage } from "./anaplan-replies.js";

/** The loads, processes and reports of a model. */
export interface AnaplanObjects {
  list(kind: JobKind, call?: ConnectorCall): AsyncGenerator<ImportObject>;
  /** The one object of that id or name. The list is asked once, and again for what it did not hold. */
  get(kind: JobKind, idOrName: string, call?: ConnectorCall): Promise<ImportObject>;
}

const PAGES = { load: importPage, process: processPage, report: exportPage } as const;
const NAMES: Readonly<Record<JobKind, string>> = { load: "import", process: "process", report: "export" };

/** Creates the lists of a model, with what they told kept by kind. */
export function createAnaplanObjects(calls: AnaplanCalls): AnaplanObjects {
  const known = new Map<JobKind, readonly ImportObject[]>();

  const list = (kind: JobKind, { signal }: ConnectorCall = {}): AsyncGenerator<ImportObject> =>
    calls.pages({ path: objectPath(kind), operation: `list the ${objectPath(kind)}`, signal }, PAGES[kind]);

  return {
    list,
    async get(kind, idOrName, call = {}) {
      const told = pick(known.get(kind) ?? [], idOrName);
      if (told !== undefined) return told;
      const fresh: ImportObject[] = [];
      for await (const item of list(kind, call)) fresh.push(item);
      known.set(kind, fresh);
      const found = pick(fresh, idOrName);
      if (found !== undefined) return found;
      const operation = `find the ${NAMES[kind]} "${idOrName}"`;
      throw new SpmError(
        "remote.not-found",
        `The model lists no ${NAMES[kind]} with the id or name "${idOrName}", or the user may not see it.`,
        { operation },
      );
    },
  };
}

function pick<Item extends StartableObject>(items: readonly Item[], idOrName: string): Item | undefined {
  const byId = items.find(({ id }) => id === idOrName);
  if (byId !== undefined) return byId;
  const [named, ...others] = items.filter(({ name }) => name === idOrName);
  if (others.length === 0) return named;
  const ids = [named, ...others].map((item) => item?.id).join(", ");
  throw new SpmError(
    "config.invalid",
    `"${idOrName}" names several objects of the model: ${ids}. Use the id.`,
    {
      issues: [`${idOrName}: names several objects (${ids})`],
    },
  );
}
