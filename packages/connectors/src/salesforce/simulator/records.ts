import type { ObjectDefinition } from "./definition.js";

/** The cells of a record in the order of its object's fields; blank is null. */
export type Values = readonly string[];

/** The records of one object. */
export interface RecordTable {
  readonly definition: ObjectDefinition;
  get(id: string): Values | undefined;
  /** The record that has this value in a field that holds none twice. */
  findBy(field: string, value: string): string | undefined;
  /** Adds or replaces a record; without values it is removed. */
  put(id: string, values: Values | undefined): void;
  entries(): Iterable<readonly [id: string, values: Values]>;
}

/** Creates an empty table. Records are kept as text, which takes a fraction of the room of lists. */
export function createRecordTable(definition: ObjectDefinition): RecordTable {
  const records = new Map<string, string>();
  const unique = definition.fields.flatMap(({ name, externalId }, at) =>
    externalId ? [{ name, at, ids: new Map<string, string>() }] : [],
  );
  const read = (text: string | undefined): Values | undefined =>
    text === undefined ? undefined : JSON.parse(text);

  return {
    definition,
    get: (id) => read(records.get(id)),
    findBy: (field, value) => unique.find(({ name }) => name === field)?.ids.get(value),
    put(id, values) {
      const before = read(records.get(id));
      for (const { at, ids } of unique) {
        const [old, fresh] = [before?.[at] ?? "", values?.[at] ?? ""];
        if (old !== "") ids.delete(old);
        if (fresh !== "") ids.set(fresh, id);
      }
      if (values === undefined) records.delete(id);
      else records.set(id, JSON.stringify(values));
    },
    *entries() {
      for (const [id, text] of records) yield [id, read(text) ?? []];
    },
  };
}
