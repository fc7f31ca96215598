import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, JobKind, StartableObject } from "./spm-connector.js";

/** What can be started in an environment, by kind. */
export interface ObjectList<Item extends StartableObject = StartableObject> {
  list(kind: JobKind, call?: ConnectorCall): AsyncIterable<Item>;
  /** The one object of that id or name. The list is asked once, and again for what it did not hold. */
  get(kind: JobKind, idOrName: string, call?: ConnectorCall): Promise<Item>;
}

export interface ObjectListOptions<Item extends StartableObject> {
  readonly list: (kind: JobKind, call: ConnectorCall) => AsyncIterable<Item>;
  /** The vendor's word for one object of a kind: `import`. */
  readonly words: Readonly<Record<JobKind, string>>;
}

/** Keeps what the vendor's lists told. Throws `remote.not-found` and `config.invalid` as the contract has it. */
export function createObjectList<Item extends StartableObject>({
  list,
  words,
}: ObjectListOptions<Item>): ObjectList<Item> {
  const known = new Map<JobKind, readonly Item[]>();
  return {
    list: (kind, call = {}) => list(kind, call),
    async get(kind, idOrName, call = {}) {
      const told = pick(known.get(kind) ?? [], idOrName);
      if (told !== undefined) return told;
      const fresh: Item[] = [];
      for await (const item of list(kind, call)) fresh.push(item);
      known.set(kind, fresh);
      const found = pick(fresh, idOrName);
      if (found !== undefined) return found;
      throw new SpmError(
        "remote.not-found",
        `There is no ${words[kind]} with the id or name "${idOrName}", or the user may not see it.`,
        { operation: `find the ${words[kind]} "${idOrName}"` },
      );
    },
  };
}

function pick<Item extends StartableObject>(items: readonly Item[], idOrName: string): Item | undefined {
  const byId = items.find(({ id }) => id === idOrName);
  if (byId !== undefined) return byId;
  const named = items.filter(({ name }) => name === idOrName);
  if (named.length <= 1) return named[0];
  const ids = named.map(({ id }) => id).join(", ");
  throw new SpmError("config.invalid", `"${idOrName}" names several objects: ${ids}. Use the id.`, {
    issues: [`${idOrName}: names several objects (${ids})`],
  });
}
