import { describe, expect, test } from "vitest";
import { isEndOfFile, toSftpError } from "./sftp-errors.js";

const REQUEST = { operation: "rename", path: "/a.csv" };

function answer(code: number | undefined, message = "said the server"): Error {
  return Object.assign(new RangeError(message), code === undefined ? {} : { code });
}

describe("toSftpError", () => {
  test.each([
    [2, "file.not-found"],
    [3, "file.refused"],
    [4, "file.refused"],
    [5, "file.refused"],
    [7, "remote.unavailable"],
    [8, "operation.unsupported"],
    [10, "file.not-found"],
    [11, "file.exists"],
    [14, "storage.full"],
    [15, "storage.full"],
    [99, "file.refused"],
    [undefined, "remote.unavailable"],
  ])("tells status %s as %s and keeps the cause", (status, code) => {
    const cause = answer(status);
    expect(toSftpError(REQUEST, cause)).toMatchObject({ code, cause });
  });

  test("tells the lost answer to a change as unknown", () => {
    const change = { ...REQUEST, changes: true };
    expect(toSftpError(change, answer(undefined))).toMatchObject({ code: "remote.unknown" });
    expect(toSftpError(change, answer(7))).toMatchObject({ code: "remote.unknown" });
  });

  test("repeats a server's words only in part and without what disturbs a log", () => {
    const { message } = toSftpError(REQUEST, answer(4, `\u001b[31m${"x".repeat(10_000)}`));
    expect(message).not.toContain("\u001b");
    expect(message.length).toBeLessThan(400);
  });
});

test("isEndOfFile knows the end from a failure", () => {
  expect([1, 4, undefined].map((code) => isEndOfFile(answer(code)))).toEqual([true, false, false]);
});
