import { expect } from "vitest";
import type { FileSiteClause } from "./file-site-clause.js";
import { collect, expectSpmError, textBytes } from "./file-site-content.js";

const MANY = 250;

/** What `list` and `stat` promise. */
export function addListingClauses(clause: FileSiteClause): void {
  clause(
    "lists files and folders with their kind and size, and neither . nor ..",
    async ({ site, folder }) => {
      await site.write(`${folder}/a.csv`, textBytes("abc"));
      await site.makeFolder(`${folder}/inner`);
      const entries = await collect(site.list(folder));
      const told = entries
        .map(({ path, kind }) => ({ path, kind }))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
      expect(told).toEqual([
        { path: `${folder}/a.csv`, kind: "file" },
        { path: `${folder}/inner`, kind: "folder" },
      ]);
      expect(entries.find(({ kind }) => kind === "file")?.sizeBytes).toBe(3);
    },
  );

  clause("lists nothing in an empty folder", async ({ site, folder }) => {
    expect(await collect(site.list(folder))).toEqual([]);
  });

  clause("refuses to list a folder that is not there", async ({ site, folder }) => {
    await expectSpmError(collect(site.list(`${folder}/absent`)), "file.not-found");
  });

  clause("lists many entries, each once", async ({ site, folder }) => {
    const names = Array.from({ length: MANY }, (_, index) => `${folder}/${index}.csv`);
    for (const name of names) await site.makeFolder(name);
    const listed = (await collect(site.list(folder))).map(({ path }) => path);
    expect(listed.sort()).toEqual(names.sort());
  });

  clause("can be left early and asked again", async ({ site, folder }) => {
    for (const name of ["a", "b", "c"]) await site.makeFolder(`${folder}/${name}`);
    for await (const entry of site.list(folder)) {
      expect(entry.kind).toBe("folder");
      break;
    }
    expect(await collect(site.list(folder))).toHaveLength(3);
  });

  clause("tells the stat of a file as the list does", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, textBytes("abc"));
    const [listed] = await collect(site.list(folder));
    expect(await site.stat(`${folder}/a.csv`)).toEqual(listed);
  });

  clause("tells undefined for a name that nothing has", async ({ site, folder }) => {
    expect(await site.stat(`${folder}/absent.csv`)).toBeUndefined();
    expect(await site.stat(`${folder}/absent/inner.csv`)).toBeUndefined();
  });

  clause("keeps names with spaces, accents and signs as they are", async ({ site, folder }) => {
    const names = [
      "two words.csv",
      "Prämien Zürich é.csv",
      "100% #1 & more.csv",
      'quote\'d "x".csv',
      "日本.csv",
    ];
    for (const name of names) await site.write(`${folder}/${name}`, textBytes(name));
    const listed = (await collect(site.list(folder))).map(({ path }) => path);
    expect(listed.sort()).toEqual(names.map((name) => `${folder}/${name}`).sort());
    for (const path of listed) expect(await site.stat(path)).toMatchObject({ path, kind: "file" });
  });

  clause("refuses paths that climb, are relative or hold control characters", async ({ site, folder }) => {
    for (const path of [
      `${folder}/../escape.csv`,
      "relative.csv",
      `${folder}/line\nbreak`,
      `${folder}/nul\0`,
    ]) {
      await expectSpmError(site.stat(path), "file.refused");
    }
  });

  clause("rejects with the signal's own reason when it is aborted", async ({ site, folder }) => {
    const reason = new TypeError("the operator left");
    const signal = AbortSignal.abort(reason);
    await expect(collect(site.list(folder, { signal }))).rejects.toBe(reason);
    await expect(site.stat(folder, { signal })).rejects.toBe(reason);
  });
}
