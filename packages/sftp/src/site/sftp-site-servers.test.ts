import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { describeFileSiteContract } from "@spm-ops/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SiteChange } from "./announce-changes.js";
import { probeSftpSite } from "./probe-sftp-site.js";
import { openSftpSite } from "./sftp-site.js";
import { joinSitePath } from "./site-path.js";
import { parseSiteProfile } from "./site-profile.js";
import { missingPrograms, type RealServer, startRealServer } from "./testing/real-server.js";
import { SERVER_KINDS } from "./testing/server-kinds.js";

/** Where it is set, a server that is not there is a failure. */
const REQUIRED = process.env["SPM_OPS_REAL_SERVERS"] === "required";

for (const kind of SERVER_KINDS) {
  describe(`with ${kind.title}`, () => {
    const missing = missingPrograms(kind);
    if (missing.length > 0) {
      test("the sFTP site keeps its promises", ({ skip }) => {
        expect(REQUIRED, `not on this machine: ${missing.join(", ")}`).toBe(false);
        skip(`not on this machine: ${missing.join(", ")}`);
      });
      return;
    }

    let server: RealServer;
    beforeAll(async () => {
      server = await startRealServer(kind);
    });
    afterAll(async () => server[Symbol.asyncDispose]());

    describeFileSiteContract("the sFTP site", async () => {
      const site = await server.open();
      // Made through the server: one of them sees only what it did itself.
      const folder = joinSitePath(server.sitePath, randomUUID());
      await site.makeFolder(folder);
      return { site, folder, close: async () => site.close() };
    });

    test("a probe finds out what it does, and leaves nothing behind", async () => {
      const changes: SiteChange[] = [];
      const announce = (change: SiteChange) => void changes.push(change);
      const { options, sitePath } = server;
      const targetFolder = joinSitePath(sitePath, "history");
      await using maker = await server.open();
      await maker.makeFolder(targetFolder);
      const profile = await probeSftpSite(options, sitePath, { announce, targetFolder });
      expect(profile.behaviour).toMatchObject(kind.behaviour);
      expect(Math.abs(profile.behaviour?.clockOffsetMs ?? Number.NaN)).toBeLessThan(60_000);
      expect(
        changes.every(({ path, to = path }) => `${path}\n${to}`.match(/\.spm-probe-/g)?.length === 2),
      ).toBe(true);
      const told = changes.length;
      expect(await probeSftpSite(options, sitePath, { announce, targetFolder, known: profile })).toBe(
        profile,
      );
      expect(changes).toHaveLength(told);

      await using site = await openSftpSite(server.options, { profile: parseSiteProfile(profile) });
      for await (const { path } of site.list(server.sitePath)) expect(path).not.toContain(".spm-probe-");
      expect(site.capabilities).toEqual({
        renameOntoExisting: kind.behaviour.renameOntoExisting,
        durableWrites: kind.durableWrites,
      });
    });

    test.skipIf(kind.acrossMounts === undefined)(
      "a probe sees what a rename to another mount does",
      async () => {
        const targetFolder = await mkdtemp("/dev/shm/sftp-target-");
        try {
          expect((await stat(targetFolder)).dev).not.toBe((await stat(server.sitePath)).dev);
          const profile = await probeSftpSite(server.options, server.sitePath, { targetFolder });
          expect(profile.behaviour).toMatchObject({ renameToTarget: kind.acrossMounts, removes: true });
        } finally {
          await rm(targetFolder, { recursive: true });
        }
      },
    );

    test("its key is trusted by what ssh-keyscan prints, hashed or not", async () => {
      const { host, port = 22 } = server.options;
      for (const hashed of [[], ["-H"]]) {
        const { stdout } = await promisify(execFile)("ssh-keyscan", ["-p", String(port), ...hashed, host]);
        const options = { ...server.options, hostKeys: undefined, knownHosts: stdout };
        await using site = await openSftpSite(options);
        expect(await site.stat(server.sitePath)).toMatchObject({ kind: "folder" });
      }
    });

    test("a large file is the same there and back", async () => {
      await using site = await server.open();
      const bytes = new Uint8Array(8 * 1024 * 1024 + 1).map((_, index) => (index * 31) >>> 3);
      const path = joinSitePath(server.sitePath, "large.csv");
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
}
