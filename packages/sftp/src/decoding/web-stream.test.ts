import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWebStream } from "./web-stream.js";

const TEXT = randomBytes(100_000).toString("base64");
let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-web-stream-"));
  path = join(folder, "armored.asc");
  await writeFile(path, TEXT);
});
afterAll(() => rm(folder, { recursive: true }));

describe("openWebStream", () => {
  test("gives every text to a reader who comes late", async () => {
    const stream = openWebStream(path, "latin1");
    await wait(50);
    let text = "";
    for await (const piece of stream) text += piece;
    expect(text).toBe(TEXT);
  });

  test("gives every byte", async () => {
    const pieces: Uint8Array[] = [];
    for await (const piece of openWebStream(path)) pieces.push(piece);
    expect(Buffer.concat(pieces).toString("latin1")).toBe(TEXT);
  });
});
