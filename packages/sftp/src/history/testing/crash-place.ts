import { link, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type FileSite, sha256 } from "@spm-ops/core";
import type { FileIdentity } from "../../arrival/fetch-file.js";
import { folderOf, joinSitePath } from "../../site/site-path.js";
import type { CrashServer } from "./crash-server.js";

export const DELIVERED = "order,amount\n1,10.00\n";
export const DELIVERED_NEXT = "order,amount\n1,10.00\n2,20.00\n";
export const STRANGERS = "a stranger's";
/** Where a server's own copying stopped half-way. */
export const PARTIAL = DELIVERED.slice(0, 9);

/** The name under which the delivery is to be kept. */
export const HISTORY_NAME = `orders/2026-10/orders__20261101T040506Z__${sha256(DELIVERED).slice(0, 8)}.csv`;
export const INBOX = "inbox/orders.csv";
export const RESERVED = `history/${HISTORY_NAME}`;

/** A folder of the server for one run, as the customer uses it. */
export interface CrashPlace {
  /** The folder on the site. */
  readonly folder: string;
  /** What the customer delivered first, as it lay there. */
  readonly source: FileIdentity;
  /** The validated bytes on this machine. */
  readonly localCopy: string;
  /** The customer puts a file there, and replaces what was there. */
  put(path: string, text: string): Promise<void>;
  /** The customer takes a file away. */
  take(path: string): Promise<void>;
  /** Both names hold one file, as a server leaves it that died between its two steps. */
  linkBoth(from: string, to: string): Promise<void>;
  /** What lies there under names that are not those of unfinished uploads, by path, read from the disk. */
  holdings(): Promise<ReadonlyMap<string, string>>;
}

/** Makes a folder with one delivery in its inbox. */
export async function openCrashPlace(
  { customer, sitePath, served }: CrashServer,
  name: string,
): Promise<CrashPlace> {
  const folder = joinSitePath(sitePath, name);
  const onSite = (path: string) => joinSitePath(folder, path);
  const onDisk = (path: string) => join(served, name, path);
  const take = async (path: string) => {
    if ((await customer.stat(onSite(path))) !== undefined) await customer.remove(onSite(path));
  };
  const put = async (path: string, text: string) => {
    await take(path);
    await write(customer, onSite(path), text);
  };
  await put(INBOX, DELIVERED);
  const source = await customer.stat(onSite(INBOX));
  if (source === undefined) throw new RangeError(`${onSite(INBOX)} is not there`);
  const localCopy = join(served, `${name}.copy`);
  await writeFile(localCopy, DELIVERED);
  return {
    folder,
    source,
    localCopy,
    put,
    take,
    async linkBoth(from, to) {
      await customer.makeFolder(folderOf(onSite(to)));
      await link(onDisk(from), onDisk(to));
    },
    async holdings() {
      const entries = await readdir(onDisk("."), { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".part"));
      const paths = files.map((entry) => join(entry.parentPath, entry.name));
      const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
      return new Map(paths.map((path, index) => [path.slice(onDisk(".").length + 1), texts[index] ?? ""]));
    },
  };
}

async function write(site: FileSite, path: string, text: string): Promise<void> {
  await site.makeFolder(folderOf(path));
  const bytes = async function* () {
    yield Buffer.from(text);
  };
  await site.write(path, bytes());
}
