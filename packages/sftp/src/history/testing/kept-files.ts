import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type FileSite, sha256 } from "@spm-ops/core";
import { createLocalSite } from "../../site/local-site.js";
import { toCandidateName } from "../candidate-name.js";
import { defineHistoryName } from "../history-name.js";

/** A delivery of a test's history. */
interface KeptFile {
  readonly content: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** @defaultValue "orders" */
  readonly feed?: string | undefined;
  /** @defaultValue "2026-10" */
  readonly period?: string | undefined;
  readonly candidate?: number | undefined;
}

/** A site of real files with a history, for one test. */
export interface KeptFiles extends AsyncDisposable {
  readonly site: FileSite;
  /** A path of this machine, beside the site. */
  local(path: string): string;
  /** The path of this machine of one on the site. */
  at(path: string): string;
  put(path: string, content: string): Promise<void>;
  /** Puts a delivery into the history, and tells its path on the site. */
  keep(file: KeptFile): Promise<string>;
}

export async function openKeptFiles(): Promise<KeptFiles> {
  const root = await mkdtemp(join(tmpdir(), "kept-"));
  const at = (path: string) => join(root, "site", path);
  const put = async (path: string, content: string) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
  };
  await mkdir(at("/"));
  const site = createLocalSite({ root: at("/") });
  return {
    site,
    local: (path) => join(root, path),
    at,
    put,
    async keep({ content, receivedAt, feed = "orders", period = "2026-10", candidate = 1 }) {
      const named = { feed, period, fileName: `${feed}.csv`, receivedAt, sha256: sha256(content) };
      const path = `/history/${toCandidateName(defineHistoryName().toPath(named), candidate)}`;
      await put(path, content);
      return path;
    },
    async [Symbol.asyncDispose]() {
      await site.close();
      await rm(root, { recursive: true });
    },
  };
}
