// Megabytes a second of a full validation (types, totals, encoding, digest) beside csv-parse, which only parses.
// Runs on the built package; asserts nothing.
import { performance } from "node:perf_hooks";
import { parse } from "csv-parse";
import { defineFeed, validateFile } from "../dist/index.js";

const ROWS = 200_000;
const CHUNK_BYTES = 65_536;

const feed = defineFeed({
  name: "orders",
  title: "Orders",
  fileName: "orders.csv",
  columns: {
    id: { type: "text", required: true },
    agent: { type: "text", required: true, maxLength: 60 },
    product: { type: "enumeration", values: ["GTX Pro", "GTX Basic", "MG Special"] },
    stage: { type: "enumeration", values: ["Won", "Lost"] },
    opened: { type: "date" },
    closed: { type: "date" },
    amount: { type: "money", currency: "USD" },
    price: { type: "decimal", scale: 4 },
    quantity: { type: "integer", min: 0 },
    region: { type: "text" },
    note: { type: "text" },
    active: { type: "boolean" },
  },
});

function toRow(index) {
  const region = index % 3 === 0 ? "W\u00fcrttemberg" : "Central";
  const cells = [
    `A${100_000_000 + index}`,
    `Agent ${index % 37}`,
    "GTX Pro",
    "Won",
    "2026-10-05",
    "2026-11-01",
  ];
  return `${cells.join(",")},${index}.50,12.3456,${index % 100},${region},"quoted, ""note"" ${index}",true\n`;
}

const bytes = Buffer.from(
  `${Object.keys(feed.columns).join(",")}\n${Array.from({ length: ROWS }, (_, index) => toRow(index)).join("")}`,
);

async function* toChunks() {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

async function parseOnly() {
  const parser = parse();
  parser.on("readable", () => {
    while (parser.read() !== null);
  });
  const ended = new Promise((resolve, reject) => parser.on("end", resolve).on("error", reject));
  for await (const chunk of toChunks()) parser.write(chunk);
  parser.end();
  await ended;
}

async function measure(act) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const begun = performance.now();
    await act();
    best = Math.min(best, performance.now() - begun);
  }
  return Number((bytes.length / 1_000 / best).toFixed(1));
}

const megabytesPerSecond = {
  validateFile: await measure(() => validateFile(feed, { name: "orders.csv", bytes: toChunks() })),
  csvParseOnly: await measure(parseOnly),
};
for (const [what, speed] of Object.entries(megabytesPerSecond)) console.log(`${what}: ${speed} MB/s`);
console.log(JSON.stringify({ bench: "validation", rows: ROWS, bytes: bytes.length, megabytesPerSecond }));
