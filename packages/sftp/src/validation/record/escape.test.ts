import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { check, createMemorySink, toChunks } from "../testing/check-orders.js";
import { validateFile } from "../validate-file.js";

const declare = (mark: string) =>
  defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders.csv",
    header: "none",
    dialect: { escape: mark },
    columns: { name: { type: "enumeration", values: ['a"b', "a\\b", "a^b", "a,b"] }, note: { type: "text" } },
    acceptance: { rejectedRatio: 1, minRecords: 0 },
  });

describe.each(["\\", "^"])("the escape character %s", (mark) => {
  const feed = declare(mark);

  test("stands before a quote or itself inside quotes, and outside means itself", async () => {
    const rows = [`"a${mark}"b",`, `"a${mark}${mark}b",`, '"a""b",', `a${mark}b,`, `"a,b","x\ny"`];
    expect(await check(feed, `${rows.join("\n")}\n`)).toMatchObject({
      verdict: "accepted",
      records: { accepted: 5 },
    });
  });

  test.each([
    ["before a letter", `"a${mark}b",`],
    ["before a line ending", `"a${mark}\nb",`],
  ])("rejects the record where it stands %s", async (_what, row) => {
    const { findings, records } = await check(feed, `"a,b",\n${row}\n"a,b",x\n`);
    expect(findings).toMatchObject([{ code: "stray-escape", record: 2, line: 2 }]);
    expect(records).toEqual({ read: 3, accepted: 2, rejected: 1 });
  });

  test("gives the same wherever the chunks end", async () => {
    const pieces = fc.array(fc.constantFrom(mark, '"', ",", "\n", "a", "b", `"a${mark}"b",x\n`));
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 5 }), async (parts, size) => {
        const bytes = Buffer.from(parts.join(""));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        const [cut, whole] = [createMemorySink(), createMemorySink()];
        const source = { name: "orders.csv", bytes: toChunks(...chunks) };
        const report = await validateFile(feed, source, { rejectedRows: cut });
        expect(report).toEqual(await check(feed, bytes, { rejectedRows: whole }));
        expect(cut.content()).toEqual(whole.content());
      }),
      { numRuns: 300 },
    );
  });
});

test("an escape character that means nothing, or two things, is refused", () => {
  expect(() => declare('"')).toThrow(/same character/);
  expect(() => declare(",")).toThrow(/same character/);
});
