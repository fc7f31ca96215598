import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSpmError } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed, type Feed } from "../../feed/feed.js";
import { check, toChunks } from "../testing/check-orders.js";
import { readDeliveryKeys } from "./read-delivery-keys.js";

const declaration = {
  name: "participants",
  title: "Participants",
  fileName: "orders.csv",
  header: "any-order",
  columns: { id: { type: "text" }, region: { type: "text" }, name: { type: "text" } },
  keys: [["id", "region"]],
  comparison: { keys: { goneShare: 0, addedShare: 0, changedShare: 0 } },
  acceptance: { rejectedRatio: 1, minRecords: 0 },
} as const;

const participants = defineFeed(declaration);

const open = (content: string) => ({ name: "orders.csv", bytes: toChunks(Buffer.from(content)) });

/** What is found about the keys of the second of two files. */
async function churn(feed: Feed, before: string, now: string, temporaryFolder?: string) {
  const { profile } = await check(feed, before);
  if (profile === null) throw new TypeError("there is no profile");
  await using keys = await readDeliveryKeys(feed, open(before), { temporaryFolder });
  const { findings } = await check(feed, now, { previous: { profile, keys }, temporaryFolder });
  return Object.fromEntries(
    findings.filter(({ code }) => code === "key-churn").map(({ detail }) => [detail?.["change"], detail]),
  );
}

const HEADER = "id,region,name\n";
type Row = readonly [id: string, region: string, name: string];
const toFile = (rows: readonly Row[]) => HEADER + rows.map((cells) => `${cells.join(",")}\n`).join("");

describe("validateFile, with the keys of the delivery before", () => {
  test("tells which keys are gone, new and changed, in the order of the file", async () => {
    const before = toFile([..."abcdefgh"].map((id) => [id, "N", "Ada"]));
    const now = `name,id,region\nZoe,a,N\n"Ada",b,N\nAda,"x ""y""",N\nAda,b,S\nAda,,S\n`;
    const found = await churn(participants, before, now);
    expect(found).toEqual({
      gone: {
        change: "gone",
        count: 6,
        before: 8,
        borne: "0 %",
        examples: ["c + N", "d + N", "e + N", "f + N", "g + N"],
      },
      added: { change: "added", count: 2, before: 8, borne: "0 %", examples: ['x "y" + N', "b + S"] },
      changed: { change: "changed", count: 1, before: 8, borne: "0 %", examples: ["a + N"] },
    });
  });

  test("says what a slow comparison says, of any two files", async () => {
    const row = fc.tuple(
      fc.constantFrom("", "a", "ab", "b", "\u00fc"),
      fc.constantFrom("b", "bc", "c"),
      fc.constantFrom("", "Ada", "Zoe"),
    );
    const rows = fc.array(row, { maxLength: 25 });
    const index = (all: readonly Row[]) => {
      const known = new Map<string, string>();
      for (const [id, region, name] of all) {
        const key = `${id} + ${region}`;
        if (id !== "" && !known.has(key)) known.set(key, name);
      }
      return known;
    };
    await fc.assert(
      fc.asyncProperty(rows, rows, async (before, now) => {
        const [earlier, later] = [index(before), index(now)];
        const gone = [...earlier.keys()].filter((key) => !later.has(key));
        const added = [...later.keys()].filter((key) => !earlier.has(key));
        const changed = [...later].filter(([key, name]) => earlier.has(key) && earlier.get(key) !== name);
        const found = await churn(participants, toFile(before), toFile(now));
        expect(found["gone"]?.["examples"] ?? []).toEqual(gone.slice(0, 5));
        expect(found["added"]?.["count"] ?? 0).toBe(added.length);
        expect(found["changed"]?.["count"] ?? 0).toBe(changed.length);
      }),
      { numRuns: 60 },
    );
  });

  test("finds the same when the keys lie on the disk, and leaves nothing there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "delivery-keys-"));
    const rows = Array.from({ length: 3_000 }, (_, at): Row => [`${"long ".repeat(1_000)}${at}`, "N", ""]);
    const found = await churn(participants, toFile(rows.slice(10)), toFile(rows.slice(0, -20)), folder);
    expect([found["gone"]?.["count"], found["added"]?.["count"], found["changed"]]).toEqual([
      20,
      10,
      undefined,
    ]);
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  test("shows no key of a sensitive column", async () => {
    const feed = defineFeed({
      ...declaration,
      columns: { ...declaration.columns, id: { type: "text", sensitive: true } },
    });
    const found = await churn(feed, toFile([["a", "N", ""]]), toFile([["b", "N", ""]]));
    expect(found["gone"]).toMatchObject({ count: 1, examples: [] });
  });

  test("says that it knows no keys when it was given none", async () => {
    const { profile } = await check(participants, HEADER);
    if (profile === null) throw new TypeError("there is no profile");
    const { findings } = await check(participants, HEADER, { previous: { profile } });
    expect(findings).toMatchObject([{ code: "not-compared", detail: { because: "no-keys" } }]);
  });
});

describe("readDeliveryKeys", () => {
  test("refuses other bytes than those that were validated, and a file of another shape", async () => {
    await expect(readDeliveryKeys(participants, open(HEADER), { sha256: "0".repeat(64) })).rejects.toSatisfy(
      (error) => isSpmError(error, "file.digest-mismatch"),
    );
    await expect(readDeliveryKeys(participants, open("a,b\n"))).rejects.toSatisfy((error) =>
      isSpmError(error, "config.invalid"),
    );
  });

  test("refuses a feed that compares no keys", async () => {
    await expect(readDeliveryKeys({ ...participants, comparison: undefined }, open(""))).rejects.toThrow(
      RangeError,
    );
  });
});
