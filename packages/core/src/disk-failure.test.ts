import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { diskCodeOf, onDisk, toDiskFailure } from "./disk-failure.js";
import { SpmError } from "./spm-error.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "disk-failure-"));
});
afterEach(async () => rm(folder, { recursive: true }));

describe("onDisk", () => {
  test("tells what the system says of names as ours, with the cause", async () => {
    const file = join(folder, "a");
    await writeFile(file, "x");
    const failing: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["file.not-found", () => readFile(join(folder, "absent"))],
      ["file.exists", () => writeFile(file, "y", { flag: "wx" })],
      ["file.refused", () => readdir(file)],
      ["file.refused", () => readFile(folder)],
      ["file.refused", () => mkdir(join(folder, "n".repeat(300)))],
    ];
    for (const [code, operation] of failing) {
      await expect(onDisk(file, operation)).rejects.toMatchObject({
        code,
        details: { path: file },
        cause: { syscall: expect.any(String) },
      });
    }
    expect(await onDisk(file, () => readFile(file, "utf8"))).toBe("x");
  });

  test("lets through what is not the disk's: ours, a source's, a line's", async () => {
    const ours = new SpmError("file.exists", "taken", { path: "/a" });
    const line = await new Promise((resolve) =>
      connect({ host: "127.0.0.1", port: 1 }).once("error", resolve),
    );
    const argument = Object.assign(new TypeError("bad"), { code: "ERR_INVALID_ARG_TYPE" });
    for (const error of [ours, line, argument, new RangeError("of a source"), "left"]) {
      expect(diskCodeOf(error)).toBeUndefined();
      await expect(onDisk(folder, () => Promise.reject(error))).rejects.toBe(error);
    }
  });
});

describe("toDiskFailure", () => {
  test.each([
    ["ENOSPC", "storage.full", /no room/],
    ["EDQUOT", "storage.full", /no room/],
    ["EROFS", "file.refused", /mounted read-only \(EROFS\)/],
    ["EACCES", "file.refused", /may not/],
    ["ENOTDIR", "file.refused", /a file lies where a folder is wanted/],
    ["EIO", "file.refused", /the disk failed/],
    ["EBUSY", "file.refused", /EBUSY/],
    ["ENOTSUP", "operation.unsupported", /link, ENOTSUP/],
  ])("tells %s as %s, in words", (code, told, words) => {
    const cause = Object.assign(new RangeError("said the system"), { code, syscall: "link" });
    const failure = toDiskFailure(cause, "/a.csv");
    expect(failure).toMatchObject({ code: told, cause, message: expect.stringMatching(words) });
  });
});
