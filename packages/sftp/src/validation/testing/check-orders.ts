import { defineFeed, type Feed } from "../../feed/feed.js";
import type { FeedDeclaration } from "../../feed/feed-declaration.js";
import type { RowSink } from "../output/row-sink.js";
import { type ValidationOptions, validateFile } from "../validate-file.js";
import type { ValidationReport } from "../validation-report.js";

/** A small feed, to be spread and varied. */
export const plain = {
  name: "orders",
  title: "Orders",
  fileName: "orders.csv",
  columns: {
    id: { type: "text", required: true },
    amount: { type: "money", currency: "USD" },
    day: { type: "date" },
  },
} satisfies FeedDeclaration;

/** The small feed as it bears anything, so that a test sees the findings and not the ratio. */
export const orders = defineFeed({ ...plain, acceptance: { rejectedRatio: 1, minRecords: 0 } });

export const HEADER = "id,amount,day\n";

/** Validates a content as `orders.csv`, in one chunk. */
export function check(
  feed: Feed,
  content: string | Uint8Array,
  options?: ValidationOptions,
): Promise<ValidationReport> {
  return validateFile(feed, { name: "orders.csv", bytes: toChunks(Buffer.from(content)) }, options);
}

export async function* toChunks(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** Keeps what is written to it. */
export function createMemorySink(): RowSink & {
  readonly content: () => Buffer;
  readonly rows: () => number;
} {
  const parts: Buffer[] = [];
  let total = 0;
  return {
    rows: () => total,
    content: () => Buffer.concat(parts),
    async write(bytes, rows) {
      parts.push(Buffer.from(bytes));
      total += rows;
    },
  };
}
