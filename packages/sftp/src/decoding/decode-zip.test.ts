import { crc32, deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decode, decodedText, ORDERS, openDecodingFolder } from "./decoding-fixture.js";

const zip = [{ kind: "zip" }] as const;

/** An entry as a zip tells it: what is written, and what the headers say of it. */
interface MadeEntry {
  readonly name: string;
  readonly content: string;
  readonly localName?: string;
  readonly flags?: number;
  readonly method?: number;
  readonly says?: { readonly crc32?: number; readonly sizeBytes?: number };
}

/** Writes a zip by its bytes, as its entries say, true or not. */
function makeZip(entries: readonly MadeEntry[], comment = ""): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, localName = name, flags = 0, method = 8, says = {} } of entries) {
    const packed = method === 8 ? deflateRawSync(content) : Buffer.from(content);
    const told = Buffer.alloc(24);
    told.writeUInt16LE(flags, 0);
    told.writeUInt16LE(method, 2);
    told.writeUInt32LE(says.crc32 ?? crc32(content), 8);
    told.writeUInt32LE(packed.length, 12);
    told.writeUInt32LE(says.sizeBytes ?? Buffer.byteLength(content), 16);
    const lengthOf = (text: string) => Buffer.from(Uint16Array.of(Buffer.byteLength(text), 0).buffer);
    const local = [Buffer.from("PK\x03\x04\x14\x00", "latin1"), told.subarray(0, 20), lengthOf(localName)];
    locals.push(...local, Buffer.from(localName), packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const entry = [
      Buffer.from("PK\x01\x02\x14\x00\x14\x00", "latin1"),
      told.subarray(0, 20),
      lengthOf(name),
      place,
    ];
    directory.push(...entry, Buffer.from(name));
    at = Buffer.concat(locals).length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...locals, listed, end, Buffer.from(comment)]);
}

const orders = { name: "orders.csv", content: ORDERS };

describe("decodeFile, of zip", () => {
  test("takes the one file out of what the program zip has made", async () => {
    await using folder = await openDecodingFolder();
    await folder.put("orders.csv", ORDERS);
    await folder.run("zip", "-q", "orders.zip", "orders.csv");
    const decoded = await decode(folder, await folder.take("orders.zip"), zip);
    expect(decoded.layers).toEqual([{ kind: "zip", entry: "orders.csv" }]);
    expect(await decodedText(folder)).toBe(ORDERS);
    expect(await folder.names()).toEqual(["decoded.csv", "orders.csv", "orders.zip"]);
  });

  test("reads stored entries, descriptors behind the data, ZIP64 and comments of the program zip", async () => {
    await using folder = await openDecodingFolder();
    await folder.put("orders.csv", ORDERS);
    await folder.run("zip", "-q", "-0", "stored.zip", "orders.csv");
    await folder.run("sh", "-c", "cat orders.csv | zip -q -fd - - > streamed.zip");
    await folder.run("sh", "-c", "cat orders.csv | zip -q -fz large.zip -");
    await folder.run(
      "sh",
      "-c",
      "zip -q commented.zip orders.csv && echo 'PK by hand' | zip -q -z commented.zip",
    );
    for (const name of ["stored.zip", "streamed.zip", "large.zip", "commented.zip"]) {
      await decode(folder, await folder.take(name), zip);
      expect(await decodedText(folder), name).toBe(ORDERS);
    }
  });

  test("takes the declared entry of several, when several may be", async () => {
    await using folder = await openDecodingFolder();
    await folder.run("sh", "-c", "mkdir month && echo a > month/orders.csv && echo b > month/notes.txt");
    await folder.run("zip", "-q", "-r", "month.zip", "month");
    const file = await folder.take("month.zip");
    const limits = { maxEntries: 2 };
    const taken = await decode(folder, file, [{ kind: "zip", entry: "month/orders.csv" }], { limits });
    expect(taken.layers).toEqual([{ kind: "zip", entry: "month/orders.csv" }]);
    expect(await decodedText(folder)).toBe("a\n");
    await expect(decode(folder, file, zip)).rejects.toMatchObject({
      details: { reason: "too-many-entries" },
    });
    const refusal = decode(folder, file, zip, { limits });
    await expect(refusal).rejects.toMatchObject({ details: { reason: "entry-missing" } });
  });

  test("refuses what the program zip has encrypted", async () => {
    await using folder = await openDecodingFolder();
    await folder.put("orders.csv", ORDERS);
    await folder.run("zip", "-q", "-P", "canary", "secret.zip", "orders.csv");
    await expect(decode(folder, await folder.take("secret.zip"), zip)).rejects.toMatchObject({
      details: { reason: "unsupported" },
    });
  });

  test("reads a zip that is made by hand as it should be", async () => {
    await using folder = await openDecodingFolder();
    const named = { name: "Aufträge/Oktober.csv", content: "a\n", flags: 0x800 };
    const file = await folder.put("orders.zip", makeZip([named], "a comment"));
    expect((await decode(folder, file, zip)).layers).toEqual([{ kind: "zip", entry: named.name }]);
  });

  const whole = makeZip([orders]);
  const bomb = { name: "bomb.csv", content: "0".repeat(30_000_000) };
  test.each<[string, Buffer, string]>([
    ["cut before its end", whole.subarray(0, -10), "truncated"],
    ["that is none", Buffer.from("order,amount\n"), "truncated"],
    ["with bytes after its end", Buffer.concat([whole, Buffer.from("x")]), "truncated"],
    ["cut out of the middle", Buffer.concat([whole.subarray(0, 900), whole.subarray(1_000)]), "corrupt"],
    ["without an entry", makeZip([]), "entry-missing"],
    ["with a checksum that does not hold", makeZip([{ ...orders, says: { crc32: 1 } }]), "corrupt"],
    ["that says a smaller size", makeZip([{ ...orders, says: { sizeBytes: 10 } }]), "corrupt"],
    ["that says a larger size", makeZip([{ ...orders, says: { sizeBytes: 400_000 } }]), "corrupt"],
    ["whose two headers differ", makeZip([{ ...orders, localName: "others.csv" }]), "corrupt"],
    ["packed by an odd method", makeZip([{ ...orders, method: 12 }]), "unsupported"],
    ["of two files", makeZip([orders, { name: "more.csv", content: "a" }]), "too-many-entries"],
    ["that leads out of its folder", makeZip([{ ...orders, name: "../orders.csv" }]), "entry-name"],
    ["that leads to the root", makeZip([{ ...orders, name: "/etc/orders.csv" }]), "entry-name"],
    ["that leads to a drive", makeZip([{ ...orders, name: "C:orders.csv" }]), "entry-name"],
    ["with a backslash in a name", makeZip([{ ...orders, name: "a\\..\\b.csv" }]), "entry-name"],
    ["with a name that turns around", makeZip([{ ...orders, name: "orders\u202evsc.csv" }]), "entry-name"],
    [
      "with a zip in it",
      makeZip([{ name: "a.zip", content: makeZip([orders]).toString("latin1") }]),
      "nested",
    ],
    ["that is a bomb and says so", makeZip([bomb]), "too-dense"],
    ["that is a bomb and denies it", makeZip([{ ...bomb, says: { sizeBytes: 900_000 } }]), "corrupt"],
  ])("refuses a file %s, and leaves nothing of it", async (_what, bytes, reason) => {
    await using folder = await openDecodingFolder();
    const file = await folder.put("orders.zip", bytes);
    await expect(decode(folder, file, zip)).rejects.toMatchObject({
      code: "file.undecodable",
      details: { path: file.path, reason },
    });
    expect(await folder.names()).toEqual(["orders.zip"]);
  });

  test("ends on every file that was changed at random with its content or a refusal", async () => {
    await using folder = await openDecodingFolder();
    const small = makeZip([{ name: "a.csv", content: "O-1,1\nO-2,2\n" }], "");
    for (let at = 0; at < small.length; at += 1) {
      const bytes = Buffer.from(small);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      const file = await folder.put("a.zip", bytes);
      const outcome = await decode(folder, file, zip).catch((error: { readonly code: string }) => error);
      if ("code" in outcome) expect(outcome.code, `byte ${at}`).toBe("file.undecodable");
      else expect(await decodedText(folder)).toBe("O-1,1\nO-2,2\n");
    }
  });
});
