import { defineFeed } from "../../feed/feed.js";

/** A number from 0 up to a bound, the next one of a sequence that is the same in every run. */
export type Pick = (bound: number) => number;

/** A file before anything has happened to it. */
export interface SoundFile {
  /** The records without header and trailer. */
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly string[];
  readonly bytes: Buffer;
}

/** What the sender was asked for. */
export const orders = defineFeed({
  name: "orders",
  title: "Orders",
  fileName: "orders.csv",
  columns: {
    order: { type: "text", required: true, pattern: "O-\\d{4}" },
    participant: { type: "text", required: true },
    closed: { type: "date", required: true },
    amount: { type: "money", currency: "EUR", required: true },
    stage: { type: "enumeration", values: ["Won", "Lost"], required: true },
    note: { type: "text" },
  },
  keys: [["order"]],
  trailer: { mark: "TRAILER", count: 2, sums: { amount: 3 } },
});

const PEOPLE = ["M\u00fcller, Ada", "O'Hara", "Zo\u00eb", "two words", 'the "best"'];
const NOTES = ["", "", "plain", "one, two", "two\nlines", 'said "yes"', "\u20ac 5"];

/** A sequence of numbers that looks like chance (xorshift). */
export function createPick(seed: number): Pick {
  let state = seed * 2_654_435_761 + 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

/** A sound file of a few orders. */
export function createSoundFile(pick: Pick): SoundFile {
  const rows = Array.from({ length: 3 + pick(6) }, (_, at) => [
    `O-${1_000 + at}`,
    PEOPLE[pick(PEOPLE.length)] ?? "",
    `2026-${String(1 + pick(12)).padStart(2, "0")}-${String(1 + pick(28)).padStart(2, "0")}`,
    `${pick(9_000)}.${10 + pick(90)}`,
    pick(2) === 0 ? "Won" : "Lost",
    NOTES[pick(NOTES.length)] ?? "",
  ]);
  const cents = rows.reduce((sum, row) => sum + Math.round(Number(row[3]) * 100), 0);
  const lines = [
    Object.keys(orders.columns).join(","),
    ...rows.map((row) => row.map(toCell).join(",")),
    `TRAILER,${rows.length},${(cents / 100).toFixed(2)}`,
  ];
  return { rows, lines, bytes: joinLines(lines) };
}

/** Lines as a file. */
export function joinLines(lines: readonly string[], newline = "\n"): Buffer {
  return Buffer.from(lines.map((line) => line + newline).join(""));
}

function toCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
