import { describe, expect, test } from "vitest";
import { getEncoding } from "../encoding/encoding.js";
import { readThere } from "../testing/two-readings.js";
import { readCells } from "../total/trailer-check.js";
import { runPass } from "../validate-file.js";
import { POLLUTERS } from "./polluters.js";
import { createPick, createSoundFile, orders } from "./sound-file.js";

const FILES_A_POLLUTER = 60;

/**
 * What came of a file: what was read is right, or somebody was told, or neither. Apart from these: a text that was
 * changed inside its quotes, which says something else and is sound all the same; every reader reads it alike, and
 * only a digest could tell.
 */
type Outcome = "correct" | "told" | "another text" | "silently wrong";

type Rows = readonly (readonly string[])[];

async function readHere(bytes: Buffer) {
  const rows: (readonly string[])[] = [];
  const encoding = getEncoding(orders.encoding);
  async function* toChunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 101) yield bytes.subarray(at, at + 101);
  }
  const { verdict } = await runPass(
    orders,
    { name: "orders.csv", bytes: toChunks() },
    {
      references: [],
      onRecord: (record, _positions, reader) => rows.push(readCells(record, reader, encoding)),
    },
  );
  return { verdict, rows };
}

/** The reading of csv-parse without the first and the last record, as strict as a trailer allows. */
function readAsStrictly(bytes: Buffer): Rows | undefined {
  const records = readThere(bytes, { relax_column_count: true });
  const data = records?.slice(1, -1);
  const width = records?.[0]?.length;
  return data?.every((row) => row.length === width) ? data : undefined;
}

function judge(told: boolean, rows: Rows | undefined, truth: Rows, other: Rows | undefined): Outcome {
  if (told) return "told";
  if (isEqual(rows, truth)) return "correct";
  const onlyTexts = isEqual(rows?.map(toCheckedCells), truth.map(toCheckedCells)) && isEqual(rows, other);
  return onlyTexts ? "another text" : "silently wrong";
}

/** The cells that the feed knows more about than that they are texts. */
function toCheckedCells([order, _participant, closed, amount, stage]: readonly string[]): unknown {
  return [order, closed, amount, stage];
}

function isEqual(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** How often each outcome came, and the files that it came of. */
function createTally(): Record<Outcome, string[]> {
  return { correct: [], told: [], "another text": [], "silently wrong": [] };
}

describe("files after what happens to files", () => {
  test("are never accepted with wrong data when nobody is told", { timeout: 120_000 }, async () => {
    const [here, there] = [createTally(), createTally()];
    for (const [name, pollute] of Object.entries(POLLUTERS)) {
      for (let seed = 1; seed <= FILES_A_POLLUTER; seed += 1) {
        const pick = createPick(seed);
        const file = createSoundFile(pick);
        const bytes = pollute(file, pick);
        const ours = await readHere(bytes);
        const theirs = readAsStrictly(bytes);
        const refused = ours.verdict !== "accepted";
        here[judge(refused, ours.rows, file.rows, theirs)].push(`${name}, ${seed}`);
        there[judge(theirs === undefined, theirs, file.rows, ours.rows)].push(`${name}, ${seed}`);
      }
    }
    expect(here["silently wrong"]).toEqual([]);
    // The measure can count: a strict parser that knows no feed takes hundreds of these files.
    expect(there["silently wrong"].length).toBeGreaterThan(200);
    expect(here.correct.length).toBeGreaterThan(100);
    expect(here["another text"].length).toBeLessThan(150);
    expect(here.told.length).toBeGreaterThan(2_000);
  });

  test("are accepted as they were before", async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const file = createSoundFile(createPick(seed));
      const { verdict, rows } = await readHere(file.bytes);
      expect(rows).toEqual(file.rows);
      expect(verdict).toBe("accepted");
    }
  });
});
