import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { describeFileSiteContract } from "@spm-ops/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasOpensshServer, type OpensshServer, startOpensshServer } from "./openssh-server-fixture.js";
import { openSftpSite } from "./sftp-site.js";

describe("with OpenSSH's own server", () => {
  if (!hasOpensshServer) {
    test("the sFTP site keeps its promises", ({ skip }) =>
      skip("there is no /usr/sbin/sshd on this machine"));
    return;
  }

  let server: OpensshServer;
  beforeAll(async () => {
    server = await startOpensshServer();
  });
  afterAll(async () => server[Symbol.asyncDispose]());

  const open = () =>
    openSftpSite({
      host: "127.0.0.1",
      port: server.port,
      user: server.user,
      hostKeys: [server.hostKeyFingerprint],
      authentication: { privateKey: "file:/keys/ops" },
      secrets: async () => server.privateKey,
    });

  describeFileSiteContract("the sFTP site", async () => {
    const site = await open();
    return { site, folder: await mkdtemp(join(server.folder, "site-")), close: () => site.close() };
  });

  test("writes are durable, because the server announces fsync", async () => {
    await using site = await open();
    expect(site.capabilities.durableWrites).toBe(true);
  });

  test("a large file comes back as it went", async () => {
    await using site = await open();
    const bytes = new Uint8Array(8 * 1024 * 1024).map((_, index) => (index * 31) >>> 3);
    const path = join(server.folder, "large.csv");
    const source = async function* () {
      yield bytes;
    };
    const written = await site.write(path, source());
    const pieces: Uint8Array[] = [];
    for await (const piece of (await site.read(path)).bytes) pieces.push(piece);
    expect(Buffer.compare(Buffer.concat(pieces), bytes)).toBe(0);
    expect(written.sizeBytes).toBe(bytes.byteLength);
  });
});
