import { describe, expect, test } from "vitest";
import { readFirstRecord, toCells } from "./first-record.js";

describe("readFirstRecord", () => {
  const read = async (...pieces: readonly string[]) => {
    let taken = 0;
    const bytes = await readFirstRecord({
      async *open() {
        for (const piece of pieces) {
          taken += 1;
          yield Buffer.from(piece);
        }
      },
    });
    return { text: bytes.toString("utf8"), taken };
  };

  test("ends at the first line break outside quotes, and reads no further", async () => {
    expect(await read('a,"b', '\nc",d\n1', ",2\n")).toEqual({ text: 'a,"b\nc",d\n', taken: 2 });
  });

  test("takes all of a text without a line break, and nothing of an empty one", async () => {
    expect(await read("a,", "b")).toEqual({ text: "a,b", taken: 2 });
    expect(await read()).toEqual({ text: "", taken: 0 });
  });

  test("gives up on a record that is no header", async () => {
    const endless = "x".repeat(600_000);
    expect((await read(endless, endless, endless)).taken).toBe(2);
  });
});

describe("toCells", () => {
  test.each([
    ["a,b\r\n", ["a", "b"]],
    ['"a,b",c', ["a,b", "c"]],
    ['"say ""no""",', ['say "no"', ""]],
    ['"two\nlines",d\n', ["two\nlines", "d"]],
    ["", [""]],
  ])("splits %j", (record, cells) => {
    expect(toCells(record, ",")).toEqual(cells);
  });

  test("splits by the delimiter that it is given", () => {
    expect(toCells("a;b,c", ";")).toEqual(["a", "b,c"]);
  });
});
