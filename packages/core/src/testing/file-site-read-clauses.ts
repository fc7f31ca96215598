import { expect } from "vitest";
import type { FileSiteClause } from "./file-site-clause.js";
import { collectBytes, expectSpmError, inPieces, patternBytes, textBytes } from "./file-site-content.js";

/** Around the sizes of a request, of a window of requests, and of a buffer. */
const SIZES = [0, 1, 32_767, 32_768, 32_769, 3 * 1024 * 1024 + 17];

/** What `read` promises. */
export function addReadClauses(clause: FileSiteClause): void {
  for (const sizeBytes of SIZES) {
    clause(`gives back exactly ${sizeBytes} bytes, with their stat`, async ({ site, folder }) => {
      const bytes = patternBytes(sizeBytes);
      await site.write(`${folder}/a.csv`, inPieces(bytes));
      const content = await site.read(`${folder}/a.csv`);
      expect(content.stat).toEqual(await site.stat(`${folder}/a.csv`));
      expect(content.stat.sizeBytes).toBe(sizeBytes);
      expect(Buffer.compare(await collectBytes(content.bytes), bytes)).toBe(0);
    });
  }

  clause("refuses a file that is not there", async ({ site, folder }) => {
    await expectSpmError(site.read(`${folder}/absent.csv`), "file.not-found");
  });

  clause("refuses a folder", async ({ site, folder }) => {
    await expectSpmError(site.read(folder), "file.refused");
  });

  clause("can be left early, and the site goes on", async ({ site, folder }) => {
    const bytes = patternBytes(2 * 1024 * 1024);
    await site.write(`${folder}/a.csv`, inPieces(bytes));
    for await (const piece of (await site.read(`${folder}/a.csv`)).bytes) {
      expect(piece.byteLength).toBeGreaterThan(0);
      break;
    }
    const again = await collectBytes((await site.read(`${folder}/a.csv`)).bytes);
    expect(Buffer.compare(again, bytes)).toBe(0);
  });

  clause("gives two readers their own bytes at the same time", async ({ site, folder }) => {
    const bytes = patternBytes(500_000);
    await site.write(`${folder}/a.csv`, inPieces(bytes));
    await site.write(`${folder}/b.csv`, inPieces(bytes.subarray(1)));
    const [a, b] = await Promise.all(
      ["a", "b"].map(async (name) => collectBytes((await site.read(`${folder}/${name}.csv`)).bytes)),
    );
    expect([a?.byteLength, b?.byteLength]).toEqual([500_000, 499_999]);
    expect(Buffer.compare(b ?? bytes, bytes.subarray(1))).toBe(0);
  });

  clause("says so when the file was replaced before its bytes were asked for", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, textBytes("the first delivery"));
    const content = await site.read(`${folder}/a.csv`);
    await site.remove(`${folder}/a.csv`);
    await site.write(`${folder}/a.csv`, textBytes("another"));
    const told = await collectBytes(content.bytes).catch((error: unknown) => error);
    if (told instanceof Uint8Array) expect(new TextDecoder().decode(told)).toBe("the first delivery");
    else await expectSpmError(Promise.reject(told), "file.changed");
  });

  clause("rejects with the signal's own reason, before and while reading", async ({ site, folder }) => {
    await site.write(`${folder}/a.csv`, inPieces(patternBytes(3 * 1024 * 1024)));
    const reason = new TypeError("the operator left");
    await expect(site.read(`${folder}/a.csv`, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const abort = new AbortController();
    const { bytes } = await site.read(`${folder}/a.csv`, { signal: abort.signal });
    const reading = async () => {
      for await (const piece of bytes) if (piece.byteLength > 0) abort.abort(reason);
    };
    await expect(reading()).rejects.toBe(reason);
  });
}
