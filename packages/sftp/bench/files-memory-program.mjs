// Validates a file of so many gigabytes that is made as it is read: node files-memory-program.mjs GIGABYTES
import { performance } from "node:perf_hooks";
import { validateFile } from "../dist/index.js";
import { orders, toOrders } from "./files-orders.mjs";

const bytesWanted = Number(process.argv[2]) * 1e9;
const ROWS_A_PIECE = 2_000;
const PIECES = 25;

/** The header, and then the same rows over and over, a piece at a time. */
async function* makeFile() {
  yield Buffer.from(`${Object.keys(orders.columns).join(",")}\n`);
  const pieces = Array.from({ length: PIECES }, (_, at) =>
    Buffer.from(toOrders(at * ROWS_A_PIECE, ROWS_A_PIECE)),
  );
  for (let sizeBytes = 0, at = 0; sizeBytes < bytesWanted; at += 1) {
    const piece = pieces[at % PIECES];
    sizeBytes += piece.length;
    yield piece;
  }
}

const begun = performance.now();
const { records, sizeBytes, verdict } = await validateFile(orders, { name: "orders.csv", bytes: makeFile() });
const seconds = (performance.now() - begun) / 1_000;
const round = (figure) => Math.round(figure * 10) / 10;
console.log(
  JSON.stringify({
    megabytes: round(sizeBytes / 1e6),
    records: records.read,
    verdict,
    peakMegabytes: round((process.resourceUsage().maxRSS * 1_024) / 1e6),
    megabytesPerSecond: round(sizeBytes / 1e6 / seconds),
  }),
);
