import { describe, expect, test } from "vitest";
import { createSftpWindow } from "./sftp-window.js";

describe("createSftpWindow", () => {
  test("has as many bytes on their way in few large requests as in many small ones", () => {
    expect(createSftpWindow(31 * 1024, 64).requests).toBe(64);
    expect(createSftpWindow(254 * 1024, 64).requests).toBe(8);
    expect(createSftpWindow(254 * 1024, 1).requests).toBe(1);
  });

  test("asks for what a server gives at once, but never for crumbs", () => {
    const window = createSftpWindow(254 * 1024, 64);
    window.shrinkTo(62 * 1024);
    expect([window.requestBytes, window.requests]).toEqual([62 * 1024, 32]);
    window.shrinkTo(100 * 1024);
    expect(window.requestBytes).toBe(62 * 1024);
    window.shrinkTo(1);
    expect([window.requestBytes, window.requests]).toEqual([1_000, 64]);
  });
});
