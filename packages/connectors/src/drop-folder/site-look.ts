import { type FileSite, type FileStat, isSpmError, SpmError } from "@spm-ops/core";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { toNameExpression } from "./name-pattern.js";

/** The files of a path, in whose name `*` stands for anything; the newest first. None where the folder is none. */
export async function findFiles(
  site: FileSite,
  path: string,
  call: ConnectorCall,
): Promise<readonly FileStat[]> {
  if (!path.includes("*")) {
    const alone = await site.stat(path, call);
    return alone?.kind === "file" ? [alone] : [];
  }
  const at = path.lastIndexOf("/");
  const expression = toNameExpression(path.slice(at + 1), {});
  const found: FileStat[] = [];
  try {
    for await (const entry of site.list(path.slice(0, at) || "/", call)) {
      if (entry.kind === "file" && expression.test(toName(entry.path))) found.push(entry);
    }
  } catch (error) {
    if (!isSpmError(error, "file.not-found")) throw error;
  }
  return found.sort((one, other) => other.modifiedAt - one.modifiedAt || compare(other.path, one.path));
}

/** The name of a file, without its folder. */
export function toName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Vendors tell an end in a few lines; what is longer is something else. */
const LONGEST_TEXT_BYTES = 16 * 1024 * 1024;

/**
 * A small file as text.
 *
 * @throws SpmError `remote.malformed` when it is too long to be read whole
 */
export async function readSmallText(site: FileSite, path: string, call: ConnectorCall): Promise<string> {
  const { stat, bytes } = await site.read(path, call);
  if (stat.sizeBytes > LONGEST_TEXT_BYTES) {
    throw new SpmError("remote.malformed", `${path} is too long for a result: ${stat.sizeBytes} bytes.`, {
      operation: `read ${path}`,
      contentType: undefined,
    });
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
}
