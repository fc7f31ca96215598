/** The queries that the simulator understands: fields of one object, one condition, an order, a limit. */
export interface SimulatedQuery {
  readonly fields: readonly string[];
  readonly object: string;
  readonly condition?: { readonly field: string; readonly value: string } | undefined;
  readonly order?: { readonly field: string; readonly isDescending: boolean } | undefined;
  readonly limit?: number | undefined;
}

const QUERY = new RegExp(
  [
    String.raw`^\s*select\s+(?<fields>[\w\s,]+?)\s+from\s+(?<object>\w+)`,
    String.raw`(?:\s+where\s+(?<where>\w+)\s*=\s*'(?<value>(?:[^'\\]|\\.)*)')?`,
    String.raw`(?:\s+order\s+by\s+(?<order>\w+)(?:\s+(?<direction>asc|desc))?)?`,
    String.raw`(?:\s+limit\s+(?<limit>\d+))?\s*$`,
  ].join(""),
  "i",
);

/** A query by its text; nothing when it is none, or one that is not understood. */
export function parseQuery(soql: string): SimulatedQuery | undefined {
  const parts = QUERY.exec(soql)?.groups;
  if (parts === undefined) return undefined;
  const { fields = "", object = "", where, value = "", order, direction, limit } = parts;
  return {
    fields: fields.split(",").map((field) => field.trim()),
    object,
    condition: where === undefined ? undefined : { field: where, value: value.replace(/\\(.)/g, "$1") },
    order:
      order === undefined ? undefined : { field: order, isDescending: direction?.toLowerCase() === "desc" },
    limit: limit === undefined ? undefined : Number(limit),
  };
}
