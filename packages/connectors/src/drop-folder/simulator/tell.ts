import { createReadStream } from "node:fs";
import type { FileSite } from "@spm-ops/core";
import { fillPattern } from "../name-pattern.js";
import { toName } from "../site-look.js";
import type { VendorDefinition } from "./definition.js";
import type { Conditions } from "./faults.js";
import { type ToResult, toPlainResult } from "./result-json.js";
import type { JobRecord, VendorStorage } from "./state.js";
import { toRowsPath } from "./work.js";

/** What a vendor tells with. */
export interface Telling {
  readonly site: FileSite;
  readonly storage: VendorStorage;
  readonly vendor: VendorDefinition;
  readonly conditions: Conditions;
  readonly toResult: ToResult | undefined;
}

const HOUR_MS = 3_600_000;

/** Puts out what a job made, and at last how it ended. Returns whether all is told. */
export async function tellEnd(telling: Telling, job: JobRecord): Promise<"half" | "all"> {
  const { vendor, conditions } = telling;
  if (job.told === "nothing") await putRows(telling, job);
  const { verdict } = vendor.profile;
  const isGood = job.state === "succeeded";
  if (conditions.silent || verdict.kind === "none") return "all";
  if (verdict.kind === "result") return tellResult(telling, job, verdict);
  if (verdict.kind === "twin") {
    const path = toPath(job, isGood ? verdict.succeeded : verdict.failed);
    await put(telling.site, path, oneText(isGood ? "" : `${job.message}\n`));
    return "all";
  }
  for (const file of job.files) {
    const pattern = isGood ? verdict.processed : (verdict.failed ?? verdict.processed);
    const path = toPath({ ...job, terms: { ...job.terms, ...toFileTerms(file.path) } }, pattern);
    await telling.site.makeFolder(toFolder(path));
    await telling.site.rename(file.path, path);
  }
  return "all";
}

async function tellResult(
  { site, conditions, toResult }: Telling,
  job: JobRecord,
  rule: Extract<VendorDefinition["profile"]["verdict"], { readonly kind: "result" }>,
): Promise<"half" | "all"> {
  const run = job.terms["run"] ?? "";
  const earlier = { takenAt: job.takenAt - HOUR_MS, endAt: job.endAt - HOUR_MS, run: "earlier" };
  const { told, ...known } = { ...job, run, ...(conditions.staleResults && earlier) };
  const text = JSON.stringify((toResult ?? toPlainResult(rule))(known), undefined, 2);
  const isHalf = conditions.halfResults && told === "nothing";
  await put(site, toPath(job, rule.path), oneText(isHalf ? text.slice(0, text.length / 2) : text));
  return isHalf ? "half" : "all";
}

async function putRows({ site, storage, vendor }: Telling, job: JobRecord): Promise<void> {
  const { rejects } = vendor.profile;
  if (rejects !== undefined && job.rowsRejected > 0) {
    await put(site, toPath(job, rejects), createReadStream(toRowsPath(storage, job.id, "rejects")));
  }
  for (const { load, folder, file } of vendor.reports) {
    if (load !== job.load || job.state !== "succeeded") continue;
    const path = `${folder}/${fillPattern(file, job.terms)}`;
    await put(site, path, createReadStream(toRowsPath(storage, job.id, "rows")));
  }
}

/** Vendors write their own files in place of earlier ones. */
async function put(site: FileSite, path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await site.makeFolder(toFolder(path));
  if ((await site.stat(path)) !== undefined) await site.remove(path);
  await site.write(path, bytes);
}

/** A path of what belongs to a job; `*` becomes a time, as vendors put one into names. */
function toPath({ folder, terms, endAt }: JobRecord, pattern: string): string {
  const stamp = new Date(endAt).toISOString().replace(/\D/g, "");
  const path = fillPattern(pattern, terms).replaceAll("*", `.${stamp}.`);
  return path.startsWith("/") ? path : `${folder}/${path}`;
}

function toFileTerms(path: string) {
  const file = toName(path);
  return { file, stem: file.replace(/(?<=.)\.[^.]*$/, "") };
}

function toFolder(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

async function* oneText(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
