import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { defineFeed } from "../dist/index.js";

export const PRODUCTS = ["GTX Pro", "GTX Basic", "MG Special", "MG Advanced", "GTK 500"];
export const STAGES = ["Won", "Lost", "Engaging"];
const REGIONS = ["Central", "W\u00fcrttemberg", "East", "\u00cele-de-France", "West"];

/** One row in so many has a price that is no number; every contestant has to find exactly these. */
export const ROWS_TO_A_FAULT = 5_000;

/** The feed: what every contestant checks. */
export const orders = defineFeed({
  name: "orders",
  title: "Orders",
  fileName: "orders.csv",
  columns: {
    id: { type: "text", required: true, maxLength: 20 },
    agent: { type: "text", required: true, maxLength: 60 },
    product: { type: "enumeration", values: PRODUCTS },
    stage: { type: "enumeration", values: STAGES },
    opened: { type: "date" },
    closed: { type: "date" },
    amount: { type: "money", currency: "USD", min: "0" },
    price: { type: "decimal", scale: 4 },
    quantity: { type: "integer", min: 0, max: 100_000 },
    region: { type: "text", required: true },
    note: { type: "text" },
    active: { type: "boolean" },
  },
  acceptance: { rejectedRatio: 0.01 },
});

/**
 * Writes orders that are the same in every run: 12 columns, two of them quoted, one with doubled quotes in it.
 *
 * @param {string} path @param {number} rows
 */
export async function writeOrders(path, rows) {
  const file = createWriteStream(path);
  let text = `${Object.keys(orders.columns).join(",")}\n`;
  for (let row = 0; row < rows; row += 1) {
    text += toRow(row);
    if (text.length < 1_000_000 && row < rows - 1) continue;
    if (!file.write(text)) await once(file, "drain");
    text = "";
  }
  file.end();
  await once(file, "close");
}

/** Rows as a text, from one on. @param {number} first @param {number} count */
export function toOrders(first, count) {
  return Array.from({ length: count }, (_, at) => toRow(first + at)).join("");
}

function toRow(row) {
  const of = (count, turn) => (Math.imul(row * 16 + turn, 0x9e3779b1) >>> 7) % count;
  const day = (turn) => `2026-${pad(1 + of(12, turn))}-${pad(1 + of(28, turn + 1))}`;
  const price = row % ROWS_TO_A_FAULT === 4_321 ? "n/a" : (of(1_000_000, 5) / 10_000).toFixed(4);
  const agent = `"Agent ${of(997, 1)}, Inside Sales"`;
  const note = `"said ""yes"", then waited ${of(1_000_000, 6)}"`;
  const amount = (of(10_000_000, 7) / 100).toFixed(2);
  const words = [PRODUCTS[of(PRODUCTS.length, 2)], STAGES[of(STAGES.length, 3)]];
  const tail = [of(500, 8), REGIONS[of(REGIONS.length, 9)], note, of(2, 10) === 0];
  return `A${100_000_000 + row},${agent},${words},${day(11)},${day(13)},${amount},${price},${tail}\n`;
}

function pad(number) {
  return String(number).padStart(2, "0");
}
