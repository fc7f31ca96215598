import { createHash } from "node:crypto";
import { lstat, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileSite, SpmError } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Archive, openArchive } from "../archive/open-archive.js";
import { deliverToSite } from "./deliver-to-site.js";

const reference = { environment: "production", report: "payouts", runId: "run-1" };

let folder: string;
let archive: Archive;
let site: FileSite;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-ops-delivery-"));
  archive = openArchive({ root: join(folder, "archive"), clock: createFakeClock() });
  site = createFolderSite(join(folder, "site"));
  await archive.keep({
    ...reference,
    period: "2026-01",
    files: [
      { name: "payouts.csv", mediaType: "text/csv", content: "payee,amount\r\nA,1\r\n" },
      { name: "payouts.html", mediaType: "text/html", content: "<p>A: 1</p>" },
    ],
  });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** As much of a site over a folder as a delivery uses. */
function createFolderSite(root: string, overrides: Partial<FileSite> = {}): FileSite {
  const unused = () => {
    throw new SpmError("operation.unsupported", "A delivery does not do this.", { operation: "other" });
  };
  const read = async (path: string) => {
    const bytes = await readFile(join(root, path));
    const stat = { path, kind: "file", sizeBytes: bytes.length, modifiedAt: 0 } as const;
    return {
      stat,
      bytes: (async function* () {
        yield bytes;
      })(),
    };
  };
  return {
    name: "folder",
    capabilities: { renameOntoExisting: "refuses", durableWrites: true },
    ...{ list: unused, rename: unused, remove: unused, read },
    stat: async (path) =>
      lstat(join(root, path)).then(
        (found) => ({ path, kind: found.isFile() ? "file" : "folder", sizeBytes: found.size, modifiedAt: 0 }),
        () => undefined,
      ),
    async write(path, bytes) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytes) chunks.push(chunk);
      const content = Buffer.concat(chunks);
      await writeFile(join(root, path), content, { flag: "wx" }).catch(() => {
        throw new SpmError("file.exists", `${path} is taken.`, { path });
      });
      return { path, sizeBytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
    },
    makeFolder: async (path) => void (await mkdir(join(root, path), { recursive: true })),
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
    ...overrides,
  };
}

describe("deliverToSite", () => {
  test("copies the archived files and gives a receipt for each", async () => {
    const receipts = await deliverToSite({ archive, reference, site, folder: "/outbox/finance/" });
    const { manifest } = (await archive.find(reference)) ?? {};
    expect(receipts).toEqual(
      manifest?.files.map(({ name, sizeBytes, sha256 }) => ({
        ...{ site: "folder", path: `/outbox/finance/${name}`, sizeBytes, sha256, outcome: "delivered" },
      })),
    );
    expect(await readFile(join(folder, "site/outbox/finance/payouts.csv"), "utf8")).toBe(
      "payee,amount\r\nA,1\r\n",
    );
  });

  test("delivers only the files that are asked for", async () => {
    const receipts = await deliverToSite({
      archive,
      reference,
      site,
      folder: "/",
      fileNames: ["payouts.html"],
    });
    expect(receipts.map(({ path }) => path)).toEqual(["/payouts.html"]);
  });

  test("finds what an earlier attempt delivered, and does the rest", async () => {
    await deliverToSite({ archive, reference, site, folder: "/", fileNames: ["payouts.csv"] });
    const receipts = await deliverToSite({ archive, reference, site, folder: "/" });
    expect(receipts.map(({ outcome }) => outcome)).toEqual(["already-there", "delivered"]);
  });

  test.each(["payee,amount\r\nA,9\r\n", "longer than what was archived"])(
    "never overwrites other content: %j",
    async (content) => {
      await mkdir(join(folder, "site"));
      await writeFile(join(folder, "site/payouts.csv"), content);
      await expect(deliverToSite({ archive, reference, site, folder: "/" })).rejects.toMatchObject({
        code: "file.exists",
      });
      expect(await readFile(join(folder, "site/payouts.csv"), "utf8")).toBe(content);
    },
  );

  test("accepts that an attempt that was given up was faster", async () => {
    const blind = createFolderSite(join(folder, "site"), { stat: firstBlind(site) });
    await deliverToSite({ archive, reference, site, folder: "/", fileNames: ["payouts.csv"] });
    const receipts = await deliverToSite({
      archive,
      reference,
      site: blind,
      folder: "/",
      fileNames: ["payouts.csv"],
    });
    expect(receipts).toMatchObject([{ outcome: "already-there" }]);
  });

  test("passes a lost answer on, and takes other bytes than the archived for a failure", async () => {
    const lost = new SpmError("remote.unknown", "The answer was lost.", { operation: "write" });
    const losing = createFolderSite(join(folder, "site"), { write: () => Promise.reject(lost) });
    await expect(deliverToSite({ archive, reference, site: losing, folder: "/" })).rejects.toBe(lost);
    const garbling = createFolderSite(join(folder, "site"), {
      write: async (path, bytes) => ({ ...(await site.write(path, bytes)), sha256: "0".repeat(64) }),
    });
    await expect(deliverToSite({ archive, reference, site: garbling, folder: "/" })).rejects.toMatchObject({
      code: "file.digest-mismatch",
    });
  });

  test("delivers nothing when the report or one of its files was not archived", async () => {
    const failure = { code: "file.not-found" };
    const elsewhere = { ...reference, runId: "run-2" };
    await expect(deliverToSite({ archive, reference: elsewhere, site, folder: "/" })).rejects.toMatchObject(
      failure,
    );
    const fileNames = ["payouts.csv", "other.csv"];
    await expect(deliverToSite({ archive, reference, site, folder: "/", fileNames })).rejects.toMatchObject(
      failure,
    );
    expect(await site.stat("/payouts.csv")).toBeUndefined();
  });
});

function firstBlind(target: FileSite): FileSite["stat"] {
  let looks = 0;
  return async (path) => {
    looks += 1;
    return looks === 1 ? undefined : target.stat(path);
  };
}
