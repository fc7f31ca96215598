import { randomBytes } from "node:crypto";
import type { Feed } from "../../feed/feed.js";
import type { RecordCheck } from "../row/record-check.js";
import type { KeyLimits } from "./key-check.js";
import { KeyStore } from "./key-store.js";
import { KeyValue } from "./key-value.js";

/**
 * Compiles the search for records that repeat an earlier one byte for byte, for feeds that ask for it: every record has
 * to be remembered. A feed with a key does without, since its key says more.
 */
export function compileDuplicateRowCheck(
  feed: Feed,
  { memoryBytes, spill }: KeyLimits,
): RecordCheck | undefined {
  const { "duplicate-row": weight = "off" } = feed.advisories;
  if (feed.keys.length > 0 || weight === "off") return undefined;
  const value = new KeyValue([], randomBytes(4).readUInt32LE());
  const store = new KeyStore(memoryBytes, spill);
  return {
    check: (record, recordNumber, problems) => {
      value.take(record.bytes, record.start, record.end);
      const firstRecord = store.findOrAdd(value, recordNumber);
      if (firstRecord !== undefined)
        problems.addForRecord({ code: "duplicate-row", detail: { firstRecord } });
    },
  };
}
