import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import type { RowSink } from "./output/row-sink.js";
import { validateFile } from "./validate-file.js";

const feed = defineFeed({
  name: "anything",
  title: "Anything",
  fileName: "anything.csv",
  dialect: { maxRecordBytes: 1_024, maxRecordLines: 3 },
  columns: { a: { type: "text", maxLength: 900 }, b: { type: "decimal", scale: 2 } },
  keys: [["a"]],
  trailer: { mark: "T", count: 2, sums: { b: 3 } },
  acceptance: { rejectedRatio: 1 },
});

/** Pieces from which every kind of trouble arises sooner or later. */
const PIECES = [
  ...[
    ",",
    '"',
    '""',
    "\n",
    "\r\n",
    "\r",
    "a",
    "1.5",
    "-",
    "\0",
    "\ufeff",
    "\u00fc",
    "\u20ac",
    "\u{1f600}",
    "T,1,1.5\n",
  ],
  ...["a,1\n", '"a\nb",2\n', "a,b\n", "x".repeat(500)],
].map((piece) => Buffer.from(piece));

const piece = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)) },
);

const content = fc.oneof(
  fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.concat([Buffer.from("a,b\n"), ...pieces])),
  fc.array(piece, { maxLength: 8 }).map((pieces) => Buffer.concat(pieces)),
);

/** Everything that comes out of a validation: the report and what both sinks got. */
async function validateInChunks(bytes: Buffer, chunkSizes: readonly number[]) {
  const written = { accepted: "", acceptedRows: 0, rejected: "", rejectedRows: 0 };
  const acceptedRows: RowSink = {
    async write(part, rows) {
      written.accepted += Buffer.from(part).toString("latin1");
      written.acceptedRows += rows;
    },
  };
  const rejectedRows: RowSink = {
    async write(part, rows) {
      written.rejected += Buffer.from(part).toString("utf8");
      written.rejectedRows += rows;
    },
  };
  const source = { name: "anything.csv", bytes: cut(bytes, chunkSizes) };
  return { report: await validateFile(feed, source, { acceptedRows, rejectedRows }), written };
}

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    // A chunk of its own memory, emptied after use, as a careless source might do.
    const chunk = Uint8Array.prototype.slice.call(bytes, at, at + size);
    yield chunk;
    chunk.fill(0);
    at += size;
  }
}

describe("the laws of validation", () => {
  test("any chunking gives the same report and the same rows", async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        async (bytes, sizes) => {
          expect(await validateInChunks(bytes, sizes)).toEqual(await validateInChunks(bytes, [bytes.length]));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("nothing gets lost: records read are accepted or rejected, and what is written says the same", async () => {
    await fc.assert(
      fc.asyncProperty(content, async (bytes) => {
        const { report, written } = await validateInChunks(bytes, [65_536]);
        const { read, accepted, rejected } = report.records;
        expect(read).toBe(accepted + rejected);
        expect(report.sizeBytes).toBe(bytes.length);
        expect(written).toMatchObject({ acceptedRows: accepted, rejectedRows: rejected });
        expect(report.summary.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(
          rejected > 0 ? 1 : 0,
        );
        if (rejected === 0 && report.verdict !== "refused")
          expect(written.accepted).toBe(bytes.toString("latin1"));
      }),
      { numRuns: 400 },
    );
  });
});
