import { createHash } from "node:crypto";
import type { FileSite } from "@spm-ops/core";
import { readCsv } from "../../contract/csv.js";
import { type LineWriter, openLines } from "../../simulator/line-writer.js";
import { contentTerms, fillPattern } from "../name-pattern.js";
import { readSmallText } from "../site-look.js";
import type { VendorDefinition } from "./definition.js";
import type { SignalledDrop } from "./signalled-drops.js";
import type { JobRecord, VendorStorage } from "./state.js";

/** What came of a drop. */
export type Done = Pick<JobRecord, "state" | "message" | "rowsRead" | "rowsRejected">;

/** Where a job keeps the rows that it took, and those that it did not. */
export function toRowsPath(storage: VendorStorage, id: string, kind: "rows" | "rejects"): string {
  return storage.path(kind, `${id}.csv`);
}

interface Workbench {
  readonly site: FileSite;
  readonly storage: VendorStorage;
  readonly vendor: VendorDefinition;
}

/** Reads the data files of a drop, keeps the rows that are sound, and sets aside those that are not. */
export async function workOn(bench: Workbench, drop: SignalledDrop, id: string): Promise<Done> {
  const rows = await openLines(toRowsPath(bench.storage, id, "rows"));
  const rejects = await openLines(toRowsPath(bench.storage, id, "rejects"));
  const problems: string[] = [];
  let rowsRead = 0;
  let rowsRejected = 0;
  try {
    for (const file of drop.files) {
      const told = await readFile(bench.site, file, { rows, rejects });
      rowsRead += told.rowsRead;
      rowsRejected += told.rowsRejected;
      const problem = told.problem ?? (await checkSignal(bench, drop, { ...file.terms, ...told.facts }));
      if (problem !== undefined) problems.push(`${file.terms["file"]}: ${problem}`);
    }
  } finally {
    await rows.close();
    await rejects.close();
  }
  const message = problems.join("; ");
  if (problems.length > 0) return { state: "failed", message, rowsRead: 0, rowsRejected: 0 };
  return { state: "succeeded", message, rowsRead, rowsRejected };
}

/** What a control file says of the data has to be so, and JSON has to be JSON. */
async function checkSignal(
  { site, vendor }: Workbench,
  { signal }: SignalledDrop,
  terms: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const rule = vendor.profile.signal;
  if (signal === undefined || rule.kind === "rename") return undefined;
  const text = await readSmallText(site, signal.path, {});
  if (signal.path.endsWith(".json") && !isJson(text)) return "the configuration is no JSON";
  const isTold = contentTerms(rule.content).length > 0;
  return isTold && text !== fillPattern(rule.content, terms)
    ? "the control file does not tell what the data file holds"
    : undefined;
}

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

interface Outputs {
  readonly rows: LineWriter;
  readonly rejects: LineWriter;
}

async function readFile(
  site: FileSite,
  { stat, definition }: SignalledDrop["files"][number],
  { rows, rejects }: Outputs,
) {
  const { columns, delimiter } = definition;
  const digest = createHash("sha256");
  let sizeBytes = 0;
  let rowsRead = 0;
  let rowsRejected = 0;
  let header: readonly string[] | undefined;
  const { bytes } = await site.read(stat.path);
  async function* pieces() {
    const decoder = new TextDecoder();
    for await (const piece of bytes) {
      digest.update(piece);
      sizeBytes += piece.byteLength;
      yield decoder.decode(piece, { stream: true });
    }
  }
  for await (const { cells } of readCsv(pieces(), delimiter)) {
    if (header === undefined) {
      header = cells;
      await rows.write(cells);
      continue;
    }
    rowsRead += 1;
    const isSound = cells.length === header.length;
    if (!isSound) rowsRejected += 1;
    await (isSound ? rows : rejects).write(cells);
  }
  const missing = columns.filter((column) => !header?.includes(column));
  const problem = missing.length === 0 ? undefined : `there is no column ${missing.join(", ")}`;
  const facts = { rows: String(rowsRead), bytes: String(sizeBytes), sha256: digest.digest("hex") };
  return { rowsRead, rowsRejected, problem, facts };
}
