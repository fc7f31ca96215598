import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSpmError } from "@spm-ops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { validateFile } from "../validate-file.js";
import { openRowFile } from "./row-file.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "row-file-"));
});

afterEach(() => rm(folder, { recursive: true }));

describe("openRowFile", () => {
  test("holds what a validation writes, and proves it", async () => {
    const source = join(folder, "orders.csv");
    const content = `id,note\r\n${Array.from({ length: 20_000 }, (_, at) => `${at},"a\r\nb"\r\n`).join("")}`;
    await writeFile(source, content);
    const feed = defineFeed({
      name: "orders",
      title: "Orders",
      fileName: "orders.csv",
      columns: { id: { type: "integer" }, note: { type: "text" } },
    });
    const rowFile = await openRowFile(join(folder, "accepted.csv"));
    const report = await validateFile(
      feed,
      { name: "orders.csv", bytes: createReadStream(source, { highWaterMark: 1_000 }) },
      { acceptedRows: rowFile },
    );
    const written = await rowFile.close();
    expect(written).toEqual({
      path: join(folder, "accepted.csv"),
      rows: 20_000,
      sizeBytes: report.sizeBytes,
      sha256: report.sha256,
    });
    expect(await readFile(written.path, "utf8")).toBe(content);
    expect(await rowFile.close()).toEqual(written);
  });

  test("counts and hashes only what it wrote", async () => {
    await using rowFile = await openRowFile(join(folder, "a.csv"));
    await rowFile.write(Buffer.from("h\n"), 0);
    await rowFile.write(Buffer.from("1\n2\n"), 2);
    expect(await rowFile.close()).toMatchObject({
      rows: 2,
      sizeBytes: 6,
      sha256: createHash("sha256").update("h\n1\n2\n").digest("hex"),
    });
  });

  test("never overwrites, and wants its folder", async () => {
    const path = join(folder, "taken.csv");
    await writeFile(path, "mine");
    await expect(openRowFile(path)).rejects.toSatisfy((error) => isSpmError(error, "file.exists"));
    expect(await readFile(path, "utf8")).toBe("mine");
    const lost = openRowFile(join(folder, "no", "where.csv"));
    await expect(lost).rejects.toSatisfy((error) => isSpmError(error, "file.not-found"));
  });

  test("refuses to write after it was closed", async () => {
    const rowFile = await openRowFile(join(folder, "b.csv"));
    await rowFile.close();
    await expect(rowFile.write(Buffer.from("late"), 1)).rejects.toSatisfy((error) =>
      isSpmError(error, "file.refused"),
    );
  });
});
