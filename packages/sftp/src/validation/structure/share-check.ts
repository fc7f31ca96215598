import type { Feed } from "../../feed/feed.js";
import { compileNumberReader, isNumberColumn } from "../column/cell-value.js";
import type { Encoding } from "../encoding/encoding.js";
import { CellReader } from "../record/cell-text.js";
import type { RecordCheck } from "../row/record-check.js";
import { addExact, compileScaledReader } from "../rule/exact-number.js";
import { toDecimalText, toUnits } from "../total/exact-sum.js";
import { compileEntry, joinEntry } from "./entry-reader.js";

/** Compiles the checks that parts are not more than their whole. */
export function compileShareChecks(
  feed: Feed,
  encoding: Encoding,
  positions: readonly number[],
): readonly RecordCheck[] {
  const names = Object.keys(feed.columns);
  const find = (name: string) => positions[names.indexOf(name)] ?? 0;
  return feed.shares.flatMap(({ of: whole, column: name, atMost, severity }) => {
    const column = feed.columns[name];
    if (!isNumberColumn(column)) return [];
    const scale = Math.max(compileNumberReader(column).scale, atMost.split(".")[1]?.length ?? 0);
    const limit = toUnits(atMost, scale) ?? 0n;
    const reader = new CellReader(feed.dialect);
    const readKey = compileEntry(whole.map(find), { reader, encoding });
    const readPart = compileScaledReader(column, scale);
    const key = whole.join(" + ");
    const cell = find(name);
    const sums = new Map<string, number | bigint>();
    const check: RecordCheck["check"] = (record, _recordNumber, problems) => {
      const values = readKey(record);
      const part = values === undefined ? undefined : readPart(reader.read(record, cell));
      // What is negative is an error of its column already, and gives nobody room for more.
      if (values === undefined || part === undefined || part < 0) return;
      const entry = joinEntry(values);
      const sum = addExact(sums.get(entry) ?? 0, part);
      sums.set(entry, sum);
      if (sum <= limit) return;
      const detail = { key, total: toShortText(BigInt(sum), scale), limit: atMost };
      problems.addForCell({ code: "share-exceeded", severity, detail }, cell);
    };
    return [{ check }];
  });
}

/** Decimal text without zeros at its end. */
function toShortText(units: bigint, scale: number): string {
  const text = toDecimalText(units, scale);
  return scale === 0 ? text : text.replace(/\.?0+$/, "");
}
