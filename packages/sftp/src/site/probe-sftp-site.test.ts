import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeChange, type SiteChange } from "./announce-changes.js";
import { probeSftpSite } from "./probe-sftp-site.js";
import { startSandboxSite } from "./sandbox-site-fixture.js";
import { openSftpSite } from "./sftp-site.js";
import { parseSiteProfile } from "./site-profile.js";

describe("probeSftpSite", () => {
  test("sees that a server overwrites by rename, and the site then says so of that server alone", async () => {
    await using sandboxSite = await startSandboxSite();
    sandboxSite.sandbox.faults.renameOverwrites = true;
    const kept = JSON.stringify(await probeSftpSite(sandboxSite.options, "/"));
    expect(await readdir(sandboxSite.root)).toEqual([]);
    const profile = parseSiteProfile(JSON.parse(kept));
    expect(profile).toMatchObject({ folder: "/", announced: [], server: expect.stringMatching(/^ssh2js/) });
    expect(profile.behaviour).toMatchObject({ renameOntoExisting: "overwrites", hardLink: "absent" });

    await using site = await openSftpSite(sandboxSite.options, { profile });
    expect(site.capabilities.renameOntoExisting).toBe("overwrites");
    const another = { ...profile, server: "OpenSSH_9.2p1" };
    await using unknown = await openSftpSite(sandboxSite.options, { profile: another });
    expect(unknown.capabilities.renameOntoExisting).toBe("unknown");
  });

  test("tries nothing more where it may not write", async () => {
    await using sandboxSite = await startSandboxSite();
    sandboxSite.sandbox.faults.refuse("MKDIR", 3);
    const changes: SiteChange[] = [];
    const announce = (change: SiteChange) => void changes.push(change);
    const profile = await probeSftpSite(sandboxSite.options, "/", { announce, createId: () => "1" });
    expect(profile.behaviour).toBeUndefined();
    expect(changes.map(describeChange)).toEqual(['make folder "/.spm-probe-1"']);
  });

  test("says where nothing may be removed, and leaves only its own folder", async () => {
    await using sandboxSite = await startSandboxSite();
    sandboxSite.sandbox.faults.refuse("REMOVE", 3);
    const profile = await probeSftpSite(sandboxSite.options, "/", { createId: () => "1" });
    expect(profile.behaviour).toMatchObject({ removes: false, renameOntoExisting: "refuses" });
    expect(await readdir(sandboxSite.root)).toEqual([".spm-probe-1"]);
  });

  test("changes nothing when the announcement says no, and takes away what it made when it says so later", async () => {
    await using sandboxSite = await startSandboxSite();
    const refusal = new TypeError("the operator said no");
    for (const refused of ["make folder", "rename"]) {
      const announce = ({ operation }: SiteChange) => {
        if (operation === refused) throw refusal;
      };
      await expect(probeSftpSite(sandboxSite.options, "/", { announce })).rejects.toBe(refusal);
      expect(await readdir(sandboxSite.root)).toEqual([]);
    }
  });

  test("probes anew when the server or a folder is another one, and not where nothing has changed", async () => {
    await using sandboxSite = await startSandboxSite();
    const { options } = sandboxSite;
    const changes: SiteChange[] = [];
    const announce = (change: SiteChange) => void changes.push(change);
    const known = parseSiteProfile(await probeSftpSite(options, "/"));
    expect(await probeSftpSite(options, "/", { announce, known })).toBe(known);
    expect(changes).toEqual([]);
    for (const other of [
      { ...known, server: "OpenSSH_8.4" },
      { ...known, folder: "/inbox" },
      { ...known, target: "/x" },
    ]) {
      expect(await probeSftpSite(options, "/", { announce, known: other })).toMatchObject({
        server: known.server,
      });
    }
    expect(changes.filter(({ operation }) => operation === "make folder")).toHaveLength(3);
  });

  test("finds the longest name and a refused rename, second read and time by trying", async () => {
    await using sandboxSite = await startSandboxSite();
    await mkdir(join(sandboxSite.root, "history"));
    const { faults } = sandboxSite.sandbox;
    const open = await probeSftpSite(sandboxSite.options, "/", { targetFolder: "/history" });
    expect(open.behaviour).toMatchObject({
      longestNameBytes: 255,
      renameToTarget: "moves",
      readsTwice: true,
    });
    for (const request of ["SETSTAT", "READ"] as const) faults.refuse(request, 3);
    faults.longestNameBytes = 143;
    const { behaviour } = await probeSftpSite(sandboxSite.options, "/", { targetFolder: "/history" });
    expect(behaviour).toMatchObject({
      longestNameBytes: 143,
      readsTwice: false,
      setsTimes: false,
      removes: true,
    });
    expect(await readdir(sandboxSite.root, { recursive: true })).toEqual(["history"]);
  });

  test("tells a copy from a move", async () => {
    await using sandboxSite = await startSandboxSite();
    await mkdir(join(sandboxSite.root, "history"));
    sandboxSite.sandbox.faults.renameCopies = true;
    const { behaviour } = await probeSftpSite(sandboxSite.options, "/", { targetFolder: "/history" });
    expect(behaviour).toMatchObject({ renameToTarget: "copies", renameKeepsTime: false });
  });

  test("gives up with a named error when the link breaks", async () => {
    await using sandboxSite = await startSandboxSite();
    sandboxSite.sandbox.faults.loseReplyAfter("RENAME");
    await expect(probeSftpSite(sandboxSite.options, "/")).rejects.toMatchObject({ code: "remote.unknown" });
  });

  test("refuses a kept profile with every problem at once", () => {
    expect(() =>
      parseSiteProfile({ server: "", folder: "inbox", probedAt: 1, announced: [], version: 1 }),
    ).toThrow(
      expect.objectContaining({
        code: "config.invalid",
        details: { issues: [expect.any(String), expect.any(String)] },
      }),
    );
  });
});
