import type { BigIntStats } from "node:fs";
import type { FileStat } from "@spm-ops/core";

/** What tells one state of a local file from another. */
export type LocalStats = Pick<BigIntStats, "dev" | "ino" | "size" | "mtimeNs" | "isFile" | "isDirectory">;

const NANOSECONDS_PER_MS = 1_000_000n;

export function toLocalStat(path: string, stats: LocalStats): FileStat {
  return {
    path,
    kind: stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other",
    sizeBytes: Number(stats.size),
    modifiedAt: Number(stats.mtimeNs / NANOSECONDS_PER_MS),
  };
}
