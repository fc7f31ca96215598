import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { FileSite } from "../file-site.js";
import type { FileSiteClause } from "./file-site-clause.js";
import {
  collect,
  collectBytes,
  expectSpmError,
  inPieces,
  patternBytes,
  textBytes,
} from "./file-site-content.js";

/** What `write` promises. */
export function addWriteClauses(clause: FileSiteClause): void {
  clause("proves what it wrote by size and SHA-256", async ({ site, folder }) => {
    const bytes = patternBytes(1_234_567);
    const written = await site.write(`${folder}/a.csv`, inPieces(bytes, 77_777));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(written).toEqual({ path: `${folder}/a.csv`, sizeBytes: 1_234_567, sha256 });
    const [only, ...others] = await collect(site.list(folder));
    expect([only?.path, others]).toEqual([`${folder}/a.csv`, []]);
  });

  clause("shows nothing under the final name before the file is whole", async ({ site, folder }) => {
    let seen: unknown = "never looked";
    const source = async function* () {
      yield patternBytes(300_000);
      seen = await site.stat(`${folder}/a.csv`);
      yield patternBytes(10);
    };
    await site.write(`${folder}/a.csv`, source());
    expect(seen).toBeUndefined();
    expect(await site.stat(`${folder}/a.csv`)).toMatchObject({ sizeBytes: 300_010 });
  });

  clause("refuses a taken name and leaves it untouched", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, textBytes("first"));
    await expectSpmError(site.write(`${folder}/a.csv`, textBytes("second")), "file.exists");
    await expectText(site, `${folder}/a.csv`, "first");
    expect(await collect(site.list(folder))).toHaveLength(1);
  });

  clause("refuses a name that is taken while it writes", async ({ site, folder }) => {
    const source = async function* () {
      yield patternBytes(10);
      await site.write(`${folder}/a.csv`, textBytes("faster"));
      yield patternBytes(10);
    };
    await expectSpmError(site.write(`${folder}/a.csv`, source()), "file.exists");
    await expectText(site, `${folder}/a.csv`, "faster");
    expect(await collect(site.list(folder))).toHaveLength(1);
  });

  clause("refuses a folder that is not there", async ({ site, folder }) => {
    await expectSpmError(site.write(`${folder}/absent/a.csv`, textBytes("x")), "file.not-found");
  });

  clause(
    "leaves nothing behind when the source fails, and lets its failure out",
    async ({ site, folder }) => {
      const failure = new RangeError("the source broke");
      const source = async function* () {
        yield patternBytes(100_000);
        throw failure;
      };
      await expect(site.write(`${folder}/a.csv`, source())).rejects.toBe(failure);
      expect(await collect(site.list(folder))).toEqual([]);
    },
  );

  clause(
    "leaves nothing behind when it is aborted, even while its source hangs",
    async ({ site, folder }) => {
      const reason = new TypeError("the operator left");
      const abort = new AbortController();
      const source = async function* () {
        yield patternBytes(100_000);
        queueMicrotask(() => abort.abort(reason));
        await new Promise<never>(() => undefined);
      };
      await expect(site.write(`${folder}/a.csv`, source(), { signal: abort.signal })).rejects.toBe(reason);
      expect(await collect(site.list(folder))).toEqual([]);
    },
  );
}

async function expectText(site: FileSite, path: string, text: string): Promise<void> {
  const { bytes } = await site.read(path);
  expect(new TextDecoder().decode(await collectBytes(bytes))).toBe(text);
}
