import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { createMemorySink, toChunks } from "../testing/check-orders.js";
import { validateFile } from "../validate-file.js";
import { type ByteOrder, measureUtf16, toUtf16, Utf16Reader } from "./utf-16.js";

const declare = (encoding: "utf-8" | "utf-16" | "utf-16le" | "utf-16be") =>
  defineFeed({
    name: "people",
    title: "People",
    fileName: "people.txt",
    encoding,
    dialect: { delimiter: "\t", maxRecordBytes: 1_024, maxRecordLines: 3 },
    columns: { name: { type: "text", maxLength: 900 }, quota: { type: "decimal", scale: 2 } },
    keys: [["name"]],
    trailer: { mark: "\u03a3", count: 2, sums: { quota: 3 } },
    acceptance: { rejectedRatio: 1 },
  });

function encode(text: string, order: ByteOrder): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}

function cut(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

async function validate(
  encoding: Parameters<typeof declare>[0],
  bytes: Buffer,
  sizes: readonly number[] = [65_536],
) {
  const acceptedRows = createMemorySink();
  const rejectedRows = createMemorySink();
  const source = { name: "people.txt", bytes: toChunks(...cut(bytes, sizes)) };
  const report = await validateFile(declare(encoding), source, { acceptedRows, rejectedRows });
  return { report, accepted: acceptedRows.content(), rejected: rejectedRows.content().toString() };
}

/** What does not depend on how the file's characters became bytes. */
function withoutPlaces({ report }: Awaited<ReturnType<typeof validate>>) {
  const { sizeBytes: _size, sha256: _digest, findings, ...rest } = report;
  return { ...rest, findings: findings.map(({ byteOffset: _offset, ...finding }) => finding) };
}

const PIECES = [
  ..."\t\n\"'a1.5-\0\u00fc\u20ac",
  "\r\n",
  '""',
  "\u{1f600}",
  "a\t1\n",
  '"a\nb"\t2\n',
  "\u5317\u4eac\t7.25\n",
  "\u03a3\t1\t1.5\n",
  "\u20ac".repeat(400),
];

const text = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 40 })
  .map((pieces) => `name\tquota\n${pieces.join("")}`);

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe("a file in UTF-16", () => {
  test("says what its twin in UTF-8 says, however it is cut, and gives its own bytes back", async () => {
    await fc.assert(
      fc.asyncProperty(text, sizes, fc.constantFrom("le", "be"), async (content, cuts, order) => {
        const twin = await validate("utf-8", Buffer.from(content));
        const bytes = encode(content, order);
        const ours = await validate(`utf-16${order}`, bytes, cuts);
        expect(withoutPlaces(ours)).toEqual(withoutPlaces(twin));
        expect(ours.report.sizeBytes).toBe(bytes.length);
        expect(ours.rejected).toBe(twin.rejected);
        expect(ours.accepted).toEqual(encode(twin.accepted.toString(), order));
        for (const [at, { byteOffset }] of ours.report.findings.entries()) {
          const place = twin.report.findings[at]?.byteOffset;
          if (byteOffset === null || place == null) continue;
          const before = Buffer.from(content).subarray(0, place).toString();
          expect(byteOffset).toBe(before.length * 2);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each(["le", "be"] as const)(
    "takes its byte order (%s) from the mark, which is kept",
    async (order) => {
      const bytes = encode("\ufeffname\tquota\nM\u00fcller\t1.5\n\u03a3\t1\t1.5\n", order);
      const { report, accepted } = await validate("utf-16", bytes, [1]);
      expect(report).toMatchObject({ verdict: "accepted", totals: { quota: "1.50" }, findings: [] });
      expect(accepted).toEqual(bytes);
    },
  );

  test.each([
    ["utf-16", encode("name\tquota\n", "le"), "begins without a byte order mark"],
    ["utf-16le", encode("\ufeffname\tquota\n", "be"), "first bytes are those of UTF-16BE"],
    ["utf-16be", encode("name\tquota\n", "le"), "first bytes are those of UTF-16LE"],
    ["utf-16le", Buffer.from("\ufeffname\tquota\n"), "first bytes are those of UTF-8"],
  ] as const)("is refused as %s when its first bytes say otherwise", async (encoding, bytes, message) => {
    const { report } = await validate(encoding, bytes);
    expect(report).toMatchObject({ verdict: "refused", records: { read: 0 } });
    expect(report.reasons[0]).toContain(message);
  });

  test("is told about a mark that the feed does not need", async () => {
    const { report } = await validate("utf-16le", encode("\ufeffname\tquota\na\t1\n\u03a3\t1\t1\n", "le"));
    expect(report.findings.map(({ code }) => code)).toEqual(["bom-unexpected"]);
    expect(report.verdict).toBe("accepted");
  });

  test.each([
    ["a high surrogate alone", [0x41, 0, 0x3d, 0xd8, 0x42, 0]],
    ["a low surrogate alone", [0x41, 0, 0x00, 0xde, 0x42, 0]],
    ["half a unit at the end", [0x41, 0, 0x42]],
  ])("is refused for %s, at its place", async (_what, bytes) => {
    const head = encode("name\tquota\n", "le");
    const { report } = await validate("utf-16le", Buffer.concat([head, Buffer.from(bytes)]), [3]);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: "encoding-invalid", byteOffset: head.length + 2 }),
    );
    expect(report.verdict).toBe("refused");
  });
});

describe("Utf16Reader", () => {
  test("loses no byte of whatever comes, but the value of half a unit", () => {
    fc.assert(
      fc.property(fc.uint8Array(), sizes, fc.constantFrom("le", "be"), (bytes, cuts, order) => {
        const reader = new Utf16Reader(order);
        const parts = cut(Buffer.from(bytes), cuts).map((chunk) => reader.read(chunk));
        const whole = Buffer.concat([...parts, reader.end()]);
        expect(measureUtf16(whole, 0, whole.length)).toBe(bytes.length);
        const units = bytes.length - (bytes.length % 2);
        expect(toUtf16(whole, order).subarray(0, units)).toEqual(Buffer.from(bytes.subarray(0, units)));
      }),
    );
  });
});
