import { expect } from "vitest";
import type { FileSiteClause } from "./file-site-clause.js";
import { collect, collectBytes, expectSpmError, textBytes } from "./file-site-content.js";

/** What `rename`, `remove` and `makeFolder` promise. */
export function addChangeClauses(clause: FileSiteClause): void {
  addRenameClauses(clause);

  clause("removes a file", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, textBytes("x"));
    await site.remove(`${folder}/a.csv`);
    expect(await site.stat(`${folder}/a.csv`)).toBeUndefined();
  });

  clause("refuses to remove what is not there, and a folder", async ({ site, folder }) => {
    await expectSpmError(site.remove(`${folder}/absent.csv`), "file.not-found");
    await site.makeFolder(`${folder}/inner`);
    await expectSpmError(site.remove(`${folder}/inner`), "file.refused");
    expect(await site.stat(`${folder}/inner`)).toMatchObject({ kind: "folder" });
  });

  clause(
    "makes a folder with those above it, and is content with one that is there",
    async ({ site, folder }) => {
      await site.makeFolder(`${folder}/2026/10/05`);
      await site.makeFolder(`${folder}/2026/10/05`);
      await site.makeFolder(`${folder}/2026`);
      expect(await site.stat(`${folder}/2026/10/05`)).toMatchObject({ kind: "folder" });
    },
  );

  clause("refuses to make a folder where a file is", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, textBytes("x"));
    await expectSpmError(site.makeFolder(`${folder}/a.csv`), "file.exists");
    expect(await site.stat(`${folder}/a.csv`)).toMatchObject({ kind: "file" });
  });

  clause("changes nothing when it is aborted before", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, textBytes("x"));
    const reason = new TypeError("the operator left");
    const signal = AbortSignal.abort(reason);
    await expect(site.rename(`${folder}/a.csv`, `${folder}/b.csv`, { signal })).rejects.toBe(reason);
    await expect(site.remove(`${folder}/a.csv`, { signal })).rejects.toBe(reason);
    await expect(site.makeFolder(`${folder}/c`, { signal })).rejects.toBe(reason);
    expect((await collect(site.list(folder))).map(({ path }) => path)).toEqual([`${folder}/a.csv`]);
  });

  clause("can be closed twice", async ({ site }) => {
    await site.close();
    await site.close();
  });
}

function addRenameClauses(clause: FileSiteClause): void {
  clause("renames a file with its bytes, into another folder too", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, textBytes("kept"));
    await site.makeFolder(`${folder}/history`);
    await site.rename(`${folder}/a.csv`, `${folder}/history/a 1.csv`);
    expect(await site.stat(`${folder}/a.csv`)).toBeUndefined();
    const { bytes } = await site.read(`${folder}/history/a 1.csv`);
    expect(await collectBytes(bytes)).toEqual(new TextEncoder().encode("kept"));
  });

  clause("refuses a taken target and leaves both untouched", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, textBytes("source"));
    await site.write(`${folder}/b.csv`, textBytes("the target"));
    await expectSpmError(site.rename(`${folder}/a.csv`, `${folder}/b.csv`), "file.exists");
    expect(await site.stat(`${folder}/a.csv`)).toMatchObject({ sizeBytes: 6 });
    expect(await site.stat(`${folder}/b.csv`)).toMatchObject({ sizeBytes: 10 });
  });

  clause("refuses a source that is not there, and a folder that is not there", async ({ site, folder }) => {
    await expectSpmError(site.rename(`${folder}/absent.csv`, `${folder}/b.csv`), "file.not-found");
    await site.write(`${folder}/a.csv`, textBytes("x"));
    await expectSpmError(site.rename(`${folder}/a.csv`, `${folder}/absent/b.csv`), "file.not-found");
    expect(await site.stat(`${folder}/a.csv`)).toMatchObject({ sizeBytes: 1 });
  });

  clause("refuses to rename a file onto itself, and keeps it", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, textBytes("kept"));
    await expectSpmError(site.rename(`${folder}/a.csv`, `${folder}/a.csv`), "file.exists");
    await expectSpmError(site.rename(`${folder}/a.csv`, `${folder}//a.csv`), "file.exists");
    expect(await site.stat(`${folder}/a.csv`)).toMatchObject({ sizeBytes: 4 });
  });

  clause("renames a folder with what it holds", async ({ site, folder }) => {
    await site.makeFolder(`${folder}/old`);
    await site.write(`${folder}/old/a.csv`, textBytes("x"));
    await site.rename(`${folder}/old`, `${folder}/new`);
    expect(await site.stat(`${folder}/new/a.csv`)).toMatchObject({ sizeBytes: 1 });
  });
}
