import { describe, expect, test } from "vitest";
import { isConnectionLoss, toCommitFailure, toPostgresFailure } from "./postgres-failure.js";

/** An error as `pg` gives it: only one that the server has sent has a severity. */
const sent = (code: string) => Object.assign(new Error(code), { severity: "ERROR", code });

describe("toPostgresFailure", () => {
  test.each([
    ["40001", "remote.busy"],
    ["40P01", "remote.busy"],
    ["55P03", "remote.busy"],
    ["53300", "remote.busy"],
    ["53100", "storage.full"],
    ["28P01", "auth.rejected"],
    ["XX001", "log.damaged"],
    ["57P01", "remote.unavailable"],
    ["08006", "remote.unavailable"],
    ["25P03", "remote.unavailable"],
  ])("says what a caller can do about %s: %s", (state, code) => {
    const cause = sent(state);
    expect(toPostgresFailure(cause)).toMatchObject({ code, cause });
  });

  test("takes whatever the server has not said itself as the loss of the connection", () => {
    expect(toPostgresFailure(new Error("Query read timeout"))).toMatchObject({ code: "remote.unavailable" });
    expect(isConnectionLoss(Object.assign(new Error("cut"), { code: "EPIPE" }))).toBe(true);
  });

  test("leaves other failures as they are", () => {
    const failure = sent("42P01");
    expect(toPostgresFailure(failure)).toBe(failure);
  });
});

test("a commit that the server has refused did not happen", () => {
  const failure = sent("40001");
  expect(toCommitFailure(toPostgresFailure(failure))).toMatchObject({ code: "remote.busy" });
});
