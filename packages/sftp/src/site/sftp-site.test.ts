import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describeFileSiteContract } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { PASSWORD, startSandboxSite } from "./sandbox-site-fixture.js";
import { openSftpSite } from "./sftp-site.js";

describeFileSiteContract("the sFTP site", async () => {
  const sandboxSite = await startSandboxSite();
  await mkdir(join(sandboxSite.root, "inbox"));
  return {
    site: await sandboxSite.open(),
    folder: "/inbox",
    close: async () => sandboxSite[Symbol.asyncDispose](),
  };
});

describe("openSftpSite", () => {
  test("says which site it is, without its secret, and what it can promise", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open();
    expect(site.name).toBe(`sftp://ops@127.0.0.1:${sandboxSite.sandbox.port}`);
    expect(site.capabilities).toEqual({ renameOntoExisting: "unknown", durableWrites: false });
    expect(JSON.stringify(site)).not.toContain(PASSWORD);
  });

  test("tells every problem of its options at once", async () => {
    const options = {
      host: "",
      user: "ops",
      hostKeys: [],
      authentication: { password: "plain text" },
      secrets: async () => PASSWORD,
      timing: { keepaliveMs: -1 },
    };
    await expect(openSftpSite(options)).rejects.toMatchObject({
      code: "config.invalid",
      details: { issues: { length: 4 } },
    });
  });

  test("carries 8 MB there and back, few requests at once or many", async () => {
    await using sandboxSite = await startSandboxSite();
    const bytes = new Uint8Array(8 * 1024 * 1024).map((_, index) => (index * 31) >>> 3);
    for (const requestsInFlight of [3, 64]) {
      const site = await sandboxSite.open({ requestsInFlight });
      const path = `/${requestsInFlight}.csv`;
      await site.write(path, inPieces(bytes));
      const pieces: Uint8Array[] = [];
      for await (const piece of (await site.read(path)).bytes) pieces.push(piece);
      expect(Buffer.compare(Buffer.concat(pieces), bytes)).toBe(0);
    }
  });

  test("refuses to be used after it was closed", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open();
    await site.close();
    await expect(site.stat("/")).rejects.toThrow(TypeError);
  });
});

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 100_000) yield bytes.subarray(at, at + 100_000);
}
