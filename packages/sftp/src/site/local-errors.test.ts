import { SpmError } from "@spm-ops/core";
import { expect, test } from "vitest";
import { toLocalError, withLocalErrors } from "./local-errors.js";

test.each([
  ["ENOSPC", "storage.full"],
  ["EDQUOT", "storage.full"],
  ["ENOENT", "file.not-found"],
  ["ENOTDIR", "file.not-found"],
  ["EEXIST", "file.exists"],
  ["EACCES", "file.refused"],
  ["EROFS", "file.refused"],
  ["ENOTSUP", "operation.unsupported"],
])("tells %s of the system as %s and keeps the cause", async (code, told) => {
  const cause = Object.assign(new RangeError("said the system"), { code, syscall: "link" });
  const failing = withLocalErrors("/a.csv", () => Promise.reject(cause));
  await expect(failing).rejects.toMatchObject({ code: told, cause });
});

test("lets our own failures and those of others pass", () => {
  const ours = new SpmError("file.exists", "taken", { path: "/a.csv" });
  const theirs = new RangeError("of a source");
  expect(toLocalError(ours, "/b.csv")).toBe(ours);
  expect(toLocalError(theirs, "/b.csv")).toBe(theirs);
});
