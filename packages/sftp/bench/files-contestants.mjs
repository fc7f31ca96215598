// Checks one file as one contestant does, in a process of its own: node files-contestants.mjs NAME PATH MODULES.
// Prints milliseconds, peak memory, rows and rejected rows as JSON.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parse } from "csv-parse";
import { z } from "zod";
import { validateFile } from "../dist/index.js";
import { orders, PRODUCTS, STAGES } from "./files-orders.mjs";

const CHUNK_BYTES = 262_144;
const [, , name = "", path = "", modules = ""] = process.argv;
/** What this package does not depend on lies in a folder of its own. */
const requireOther = createRequire(join(modules, "index.js"));

const open = () => createReadStream(path, { highWaterMark: CHUNK_BYTES });

const DECIMAL = /^-?\d+\.\d{1,4}$/;
const MONEY = /^\d+\.\d{1,2}$/;
const INTEGER = /^\d{1,6}$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const products = new Set(PRODUCTS);
const stages = new Set(STAGES);

function isDay(text) {
  const parts = DAY.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The same rules as the feed, by hand. */
function isSound(row) {
  return (
    row.length === 12 &&
    row[0] !== "" &&
    row[0].length <= 20 &&
    row[1] !== "" &&
    row[1].length <= 60 &&
    products.has(row[2]) &&
    stages.has(row[3]) &&
    isDay(row[4]) &&
    isDay(row[5]) &&
    MONEY.test(row[6]) &&
    DECIMAL.test(row[7]) &&
    INTEGER.test(row[8]) &&
    row[9] !== "" &&
    (row[11] === "true" || row[11] === "false")
  );
}

/** The same rules, as zod has them. */
const rowSchema = z.tuple([
  z.string().min(1).max(20),
  z.string().min(1).max(60),
  z.enum(PRODUCTS),
  z.enum(STAGES),
  z.iso.date(),
  z.iso.date(),
  z.string().regex(MONEY),
  z.string().regex(DECIMAL),
  z.string().regex(INTEGER),
  z.string().min(1),
  z.string(),
  z.enum(["true", "false"]),
]);

const COLUMNS = {
  ...{
    id: "VARCHAR",
    agent: "VARCHAR",
    product: "VARCHAR",
    stage: "VARCHAR",
    opened: "DATE",
    closed: "DATE",
  },
  ...{ amount: "DECIMAL(18,2)", price: "DECIMAL(18,4)", quantity: "INTEGER" },
  ...{ region: "VARCHAR", note: "VARCHAR", active: "BOOLEAN" },
};

const CONTESTANTS = {
  /** This package: everything in one pass, the digest and the check of the encoding included. */
  async validateFile() {
    const { records } = await validateFile(orders, { name: "orders.csv", bytes: open() });
    return { rows: records.read, rejected: records.rejected };
  },
  /** Reading, hashing and decoding the file, and nothing else. */
  async limit() {
    const hash = createHash("sha256");
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let characters = 0;
    for await (const chunk of open()) {
      hash.update(chunk);
      characters += decoder.decode(chunk, { stream: true }).length;
    }
    hash.digest("hex");
    return { characters };
  },
  async csvParseWithZod() {
    const parser = parse();
    let rows = -1;
    let rejected = 0;
    parser.on("readable", () => {
      for (let row = parser.read(); row !== null; row = parser.read()) {
        if (rows >= 0 && !rowSchema.safeParse(row).success) rejected += 1;
        rows += 1;
      }
    });
    const ended = new Promise((resolve, reject) => parser.on("end", resolve).on("error", reject));
    open().pipe(parser);
    await ended;
    return { rows, rejected };
  },
  async papaParseByHand() {
    const papa = requireOther("papaparse");
    let rows = -1;
    let rejected = 0;
    await new Promise((resolve, reject) => {
      const chunk = ({ data }) => {
        for (const row of data) {
          if (rows >= 0 && !isSound(row)) rejected += 1;
          rows += 1;
        }
      };
      const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES, encoding: "utf8" });
      papa.parse(stream, { chunk, complete: resolve, error: reject, skipEmptyLines: true });
    });
    return { rows, rejected };
  },
  async udsvByHand() {
    const { inferSchema, initParser } = requireOther("udsv");
    let rows = 0;
    let rejected = 0;
    let parser;
    const take = (row) => {
      if (!isSound(row)) rejected += 1;
      rows += 1;
    };
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES, encoding: "utf8" })) {
      parser ??= initParser(inferSchema(chunk));
      parser.chunk(chunk, parser.stringArrs, take);
    }
    parser?.end();
    return { rows, rejected };
  },
  /** Typed, at one thread, with its table of rejects; every column is asked for, since it reads no other. */
  async duckDb() {
    const { DuckDBInstance } = requireOther("@duckdb/node-api");
    const database = await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await database.connect();
    const columns = Object.entries(COLUMNS).map(([column, type]) => `'${column}': '${type}'`);
    const list = (values) => values.map((value) => `'${value}'`).join(",");
    const reader = await connection.runAndReadAll(`SELECT count(*),
      count(*) FILTER (WHERE length(id) > 20 OR length(agent) > 60 OR product NOT IN (${list(PRODUCTS)})
        OR stage NOT IN (${list(STAGES)}) OR amount < 0 OR quantity NOT BETWEEN 0 AND 100000 OR region = ''),
      sum(amount), sum(price), max(opened), max(closed), max(length(note)), count(active)
      FROM read_csv('${path}', delim=',', quote='"', escape='"', header=true, auto_detect=false, strict_mode=true,
        columns={${columns}}, store_rejects=true)`);
    const [accepted, outside] = reader.getRows()[0];
    const rejects = await connection.runAndReadAll("SELECT count(DISTINCT line) FROM reject_errors");
    const rejected = Number(rejects.getRows()[0][0]) + Number(outside);
    return { rows: Number(accepted) + rejected, rejected };
  },
};

const begun = performance.now();
const result = await CONTESTANTS[name]();
const ms = performance.now() - begun;
const peakMb = Math.round((process.resourceUsage().maxRSS * 1_024) / 1e6);
console.log(JSON.stringify({ ms, peakMb, ...result }));
process.exit(0);
