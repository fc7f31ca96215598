import { SpmError } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readZip } from "./read-zip.js";
import { writeZip } from "./write-zip.js";

const fail = (why: string, cause?: unknown) =>
  new SpmError("remote.malformed", why, { operation: "unpack", contentType: undefined }, { cause });

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function unpack(bytes: Uint8Array, size = 7): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const file of readZip(inPieces(bytes, size), fail)) {
    files[file.name] = (await collect(file.bytes)).toString();
  }
  return files;
}

const pack = (files: Readonly<Record<string, string>>) =>
  collect(
    writeZip(Object.entries(files).map(([name, text]) => ({ name, bytes: inPieces(Buffer.from(text), 5) }))),
  );

/** Made by Python's zipfile: a folder, a stored file of two bytes, and a deflated one of 3,500. */
const FOREIGN = Buffer.from(
  "UEsDBBQAAAAAAFo5dl0AAAAAAAAAAAAAAAACAAAAZi9QSwMEFAAAAAAAWjl2Xawqk9gCAAAAAgAAAAcAAABmL2EudHh0aGlQSwMEFAAAAAgAWjl2XReVq2chAAAArA0AAAcAAABmL2IudHh07cWxCQAwCACwvbd4WCcF8X98wyFZktXz46UkSZIk6U4LUEsBAhQDFAAAAAAAWjl2XQAAAAAAAAAAAAAAAAIAAAAAAAAAAAAQAO1BAAAAAGYvUEsBAhQDFAAAAAAAWjl2Xawqk9gCAAAAAgAAAAcAAAAAAAAAAAAAAKSBIAAAAGYvYS50eHRQSwECFAMUAAAACABaOXZdF5WrZyEAAACsDQAABwAAAAAAAAAAAAAApIFHAAAAZi9iLnR4dFBLBQYAAAAAAwADAJoAAACNAAAAAAA=",
  "base64",
);

describe("readZip", () => {
  test("gives back what was packed, wherever the pieces are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.stringMatching(/^[a-zä]{1,9}\.csv$/),
          fc.string({ unit: "grapheme", size: "medium" }),
          {
            noNullPrototype: true,
          },
        ),
        fc.integer({ min: 1, max: 50 }),
        async (files, size) => {
          expect(await unpack(await pack(files), size)).toEqual(files);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("reads the archive of another program, with sizes told before", async () => {
    for (const size of [1, 64, 10_000]) {
      expect(await unpack(FOREIGN, size)).toEqual({ "f/a.txt": "hi", "f/b.txt": "north,\n".repeat(500) });
    }
  });

  test("passes what nobody reads", async () => {
    const names: string[] = [];
    for await (const { name } of readZip(
      inPieces(await pack({ "a.log": "x".repeat(999), "b.log": "y" }), 9),
      fail,
    )) {
      names.push(name);
    }
    expect(names).toEqual(["a.log", "b.log"]);
  });

  test("refuses what is no zip, ends early, or is damaged", async () => {
    const whole = await pack({ "a.csv": "Order,Amount\nO-1,1\n".repeat(20) });
    const damaged = Buffer.from(whole);
    damaged.writeUInt32LE(0, whole.indexOf(Buffer.from([0x50, 0x4b, 0x07, 0x08])) + 4);
    const locked = Buffer.from(FOREIGN);
    locked[6] = 1;
    for (const bytes of [
      Buffer.from("a log, as it is"),
      whole.subarray(0, 60),
      damaged,
      locked,
      Buffer.alloc(0),
    ]) {
      await expect(unpack(bytes)).rejects.toMatchObject({ code: "remote.malformed" });
    }
  });

  test("hands out the failure of what carries it", async () => {
    const whole = await pack({ "a.csv": "Order,Amount\nO-1,1\n".repeat(20) });
    async function* cut() {
      yield whole.subarray(0, 50);
      throw fail("the line is cut");
    }
    const read = async () => {
      for await (const { bytes } of readZip(cut(), fail)) await collect(bytes);
    };
    await expect(read()).rejects.toThrow("the line is cut");
  });
});
