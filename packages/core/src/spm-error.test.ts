import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { isSpmError, SpmError, type SpmErrorCode, type SpmErrorDetails } from "./spm-error.js";

describe("SpmError", () => {
  test("keeps its code, details and cause", () => {
    const cause = new TypeError("odd");
    const error = new SpmError("file.exists", "/a is taken.", { path: "/a" }, { cause });
    expect(error).toMatchObject({ name: "SpmError", code: "file.exists", details: { path: "/a" }, cause });
    expect(String(error)).toBe("SpmError: /a is taken.");
  });

  test("says of every code whether another attempt can help", () => {
    const retryable = {
      "config.invalid": false,
      "secret.missing": false,
      "auth.rejected": false,
      "host-key.mismatch": false,
      "remote.throttled": true,
      "remote.busy": true,
      "remote.unavailable": true,
      "remote.rejected": false,
      "remote.not-found": false,
      "remote.malformed": true,
      "remote.unknown": false,
      "operation.unsupported": false,
      "file.not-found": false,
      "file.exists": false,
      "file.changed": true,
      "file.digest-mismatch": true,
      "file.refused": false,
      "file.ambiguous": false,
      "file.undecodable": false,
      "storage.full": false,
      "delivery.missing": false,
      "log.conflict": true,
      "log.damaged": false,
      "log.expired": false,
      "log.incompatible": false,
      "claim.held": true,
      "claim.lost": false,
      "run.unknown": false,
      "run.cancelled": false,
      "run.refused": false,
      "guide.unknown": false,
      "step.timed-out": true,
      "json.invalid": false,
      "archive.damaged": false,
    } satisfies Record<SpmErrorCode, boolean>;
    for (const [code, expected] of Object.entries(retryable)) {
      const error: SpmError = Reflect.construct(SpmError, [code, "", {}]);
      expect(error.retryable, code).toBe(expected);
    }
  });
});

describe("isSpmError", () => {
  const error: unknown = new SpmError("remote.throttled", "Too many requests.", { retryAfterMs: 5 });

  test("narrows the details by the codes asked for", () => {
    expect(isSpmError(error)).toBe(true);
    expect(isSpmError(error, "file.exists", "remote.throttled")).toBe(true);
    expect(isSpmError(error, "file.exists")).toBe(false);
    if (!isSpmError(error, "remote.throttled")) return;
    expectTypeOf(error.details).toExtend<SpmErrorDetails["remote.throttled"]>();
    expect(error.details.retryAfterMs).toBe(5);
  });

  test("knows the error of another copy of the package", async () => {
    vi.resetModules();
    const copy = await import("./spm-error.js");
    expect(copy.SpmError).not.toBe(SpmError);
    const foreign = new copy.SpmError("file.exists", "taken", { path: "/a" });
    expect(foreign).not.toBeInstanceOf(SpmError);
    expect(isSpmError(foreign, "file.exists")).toBe(true);
    expect(copy.isSpmError(error, "remote.throttled")).toBe(true);
  });

  test.each([undefined, null, "text", {}, { code: "file.exists" }, new TypeError("odd")])(
    "is not misled by %o",
    (other) => {
      expect(isSpmError(other)).toBe(false);
      expect(isSpmError(other, "file.exists")).toBe(false);
    },
  );
});
