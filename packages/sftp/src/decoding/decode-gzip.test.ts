import { gzipSync } from "node:zlib";
import { sha256 } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import { decodeFile } from "./decode-file.js";
import { decode, decodedText, ORDERS, openDecodingFolder } from "./decoding-fixture.js";

const gzip = [{ kind: "gzip" }] as const;

describe("decodeFile, of gzip", () => {
  test("takes what a feed declares", async () => {
    await using folder = await openDecodingFolder();
    const { decoding } = defineFeed({
      name: "orders",
      title: "Orders",
      fileName: "orders.csv.gz",
      columns: { order: { type: "text" } },
      decoding: { steps: gzip },
    });
    const file = await folder.put("orders.csv.gz", gzipSync("O-1\n"));
    const decoded = decodeFile(file, decoding ?? { steps: [] }, `${folder.path}/decoded.csv`);
    expect(await decoded).toMatchObject({ sizeBytes: 4 });
  });

  test("takes off what the program gzip has made, and tells both hashes", async () => {
    await using folder = await openDecodingFolder();
    await folder.put("orders.csv", ORDERS);
    await folder.run("gzip", "orders.csv");
    const packed = await folder.take("orders.csv.gz");
    const decoded = await decode(folder, packed, gzip);
    expect(decoded).toEqual({
      path: `${folder.path}/decoded.csv`,
      sizeBytes: ORDERS.length,
      sha256: sha256(ORDERS),
      original: packed,
      layers: [{ kind: "gzip" }],
    });
    expect(await decodedText(folder)).toBe(ORDERS);
    expect(await folder.names()).toEqual(["decoded.csv", "orders.csv.gz"]);
    expect(await folder.take("orders.csv.gz")).toEqual(packed);
  });

  test("reads several members in a row, and an empty file", async () => {
    await using folder = await openDecodingFolder();
    const members = Buffer.concat([gzipSync("a\n"), gzipSync(""), gzipSync("b\n")]);
    await decode(folder, await folder.put("members.gz", members), gzip);
    expect(await decodedText(folder)).toBe("a\nb\n");
    expect(await decode(folder, await folder.put("empty.gz", gzipSync("")), gzip)).toMatchObject({
      sizeBytes: 0,
    });
  });

  const packed = gzipSync(ORDERS);
  const changed = (at: number) => {
    const bytes = Buffer.from(packed);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };

  test.each([
    ["cut in its data", packed.subarray(0, 5_000), "truncated"],
    ["cut in its checksum", packed.subarray(0, -5), "truncated"],
    ["of no bytes", Buffer.alloc(0), "truncated"],
    ["with a changed checksum", changed(packed.length - 8), "corrupt"],
    ["with a changed length", changed(packed.length - 1), "corrupt"],
    ["with bytes after its end", Buffer.concat([packed, Buffer.from("and more")]), "corrupt"],
    ["with zeros after its end", Buffer.concat([packed, Buffer.alloc(512)]), "corrupt"],
    ["that is none", Buffer.from("order,amount\n"), "corrupt"],
    ["with another gzip in it", gzipSync(packed), "nested"],
  ])("refuses a file %s, and leaves nothing of it", async (_what, bytes, reason) => {
    await using folder = await openDecodingFolder();
    const file = await folder.put("orders.gz", bytes);
    await expect(decode(folder, file, gzip)).rejects.toMatchObject({
      code: "file.undecodable",
      details: { path: file.path, reason },
    });
    expect(await folder.names()).toEqual(["orders.gz"]);
  });

  test("never lets through a changed byte", async () => {
    await using folder = await openDecodingFolder();
    const small = gzipSync("O-1,1\nO-2,2\nO-3,3\n");
    await fc.assert(
      fc.asyncProperty(fc.nat(small.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = Buffer.from(small);
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        const file = await folder.put("orders.gz", bytes);
        const outcome = await decode(folder, file, gzip).catch((error: { readonly code: string }) => error);
        // Time, system and flags of the header say nothing of the content.
        if ("code" in outcome) expect(outcome.code).toBe("file.undecodable");
        else expect(await decodedText(folder)).toBe("O-1,1\nO-2,2\nO-3,3\n");
      }),
      { numRuns: 60 },
    );
  });

  test("stops a bomb at the limit of size and of ratio", async () => {
    await using folder = await openDecodingFolder();
    const bomb = await folder.put("bomb.gz", gzipSync(Buffer.alloc(50_000_000)));
    const refusal = (limits: object) =>
      decode(folder, bomb, gzip, { limits }).catch((error: unknown) => error);
    expect(await refusal({})).toMatchObject({ details: { reason: "too-dense" } });
    expect(await refusal({ maxRatio: 2_000, maxBytes: 10_000_000 })).toMatchObject({
      details: { reason: "too-large" },
    });
    expect(await decode(folder, bomb, gzip, { limits: { maxRatio: 2_000 } })).toMatchObject({
      sizeBytes: 50_000_000,
    });
  });

  test("takes two declared layers off, and ends an abort with its reason", async () => {
    await using folder = await openDecodingFolder();
    const twice = await folder.put("orders.gz.gz", gzipSync(packed));
    expect((await decode(folder, twice, [...gzip, ...gzip])).layers).toHaveLength(2);
    const reason = new Error("the run was cancelled");
    await expect(decode(folder, twice, gzip, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test("refuses a declaration that cannot work, and PGP without its reader", async () => {
    await using folder = await openDecodingFolder();
    const file = await folder.put("orders.gz", packed);
    await expect(decode(folder, file, [], { limits: { maxRatio: 0 } })).rejects.toMatchObject({
      code: "config.invalid",
      details: { issues: { length: 2 } },
    });
    await expect(
      decode(folder, file, [{ kind: "pgp", encrypted: true, signed: "detached" }]),
    ).rejects.toMatchObject({ code: "config.invalid", details: { issues: { length: 2 } } });
  });
});
