import { doubt, type FeedDoubt } from "./feed-doubt.js";
import { isIdentifierName } from "./identifier-name.js";
import type { InferredTable } from "./infer-table.js";

/** Fewer records hardly ever repeat a value, key or not. */
const ENOUGH_RECORDS = 20;
/** Pairs are looked for among so many columns from the left. */
const MOST_COLUMNS = 8;

interface InferredKeys {
  readonly keys: readonly (readonly string[])[];
  readonly doubts: readonly FeedDoubt[];
}

/** Looks for a column whose values all differ; else for pairs of columns, which are only told. */
export function inferKeys({ columns, records }: Pick<InferredTable, "columns" | "records">): InferredKeys {
  const keyLike = columns.filter(({ column: { type } }) => type === "text" || type === "integer");
  if (records.length < ENOUGH_RECORDS) {
    const message = `${records.length} records are too few to tell which columns identify a record`;
    return { keys: [], doubts: [doubt("key-unseen", message)] };
  }
  const single = keyLike.filter(({ values, cells }) => values.length === cells.length);
  const best = single.find(({ name }) => isIdentifierName(name)) ?? single[0];
  if (best !== undefined) {
    const alternatives = single.filter((each) => each !== best).map(({ name }) => name);
    const message = "no value comes twice in the sample, which does not prove that none ever will";
    return {
      keys: [[best.name]],
      doubts: [doubt("key-guessed", message, { column: best.name, alternatives })],
    };
  }
  const some = columns.filter(({ column: { type } }) => type !== "decimal").slice(0, MOST_COLUMNS);
  const pairs = some.flatMap((one, at) =>
    some.slice(at + 1).flatMap((other) => {
      const together = new Set(one.cells.map((cell, record) => `${cell}\0${other.cells[record] ?? ""}`));
      return together.size === one.cells.length ? [`${one.name} + ${other.name}`] : [];
    }),
  );
  const message =
    pairs.length === 0
      ? "no column or pair of columns identifies a record"
      : "no single column identifies a record";
  return { keys: [], doubts: [doubt("key-unseen", message, { alternatives: pairs })] };
}
