import { type FileSite, SpmError, systemClock } from "@spm-ops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { once, openFixtureSite } from "./file-site-fixture.js";
import { createSiteProbe, type SiteProbeOptions } from "./site-probe.js";

let fixture: Awaited<ReturnType<typeof openFixtureSite>>;
beforeEach(async () => {
  fixture = await openFixtureSite();
});
afterEach(() => fixture.remove());

function probeOf(changes: Partial<FileSite> = {}, options: Partial<SiteProbeOptions> = {}) {
  const open = async () => ({ ...fixture.site, ...changes });
  return createSiteProbe({ id: "inbox", title: "The inbox", folder: "/", open, ...options });
}

const gone = () => {
  throw new SpmError("remote.unavailable", "The connection is gone.", { operation: "read" });
};

describe("a site probe", () => {
  test("makes the round trip of a file and leaves nothing behind", async () => {
    expect(await probeOf().look()).toMatchObject({
      state: "up",
      detail: expect.stringMatching(/^fixture took, gave back and removed \d+ bytes$/),
    });
    expect(await fixture.names()).toEqual([]);
    expect(fixture.closed()).toBe(1);
  });

  test("tells down when other bytes come back than were written, and removes the file", async () => {
    const read: FileSite["read"] = async (path) => ({
      stat: { path, kind: "file", sizeBytes: 1, modifiedAt: 0 },
      bytes: once(Buffer.from("x")),
    });
    expect((await probeOf({ read }).look()).detail).toBe("fixture gave back other bytes than were written");
    expect(await fixture.names()).toEqual([]);
  });

  test("names what failed, and cleans up where it can", async () => {
    expect((await probeOf({ list: gone }).look()).detail).toBe("listing failed: The connection is gone.");
    expect((await probeOf({ write: gone }).look()).detail).toMatch(/^writing failed/);
    expect((await probeOf({ read: gone }).look()).detail).toMatch(/^reading back failed/);
    expect(await fixture.names()).toEqual([]);
    expect((await probeOf({ remove: gone }).look()).detail).toMatch(/^removing failed/);
    expect((await probeOf({}, { open: async () => gone() }).look()).detail).toMatch(/^connecting failed/);
  });

  test("tells unknown when it is our own account that is not at hand", async () => {
    const open = async () => {
      throw new SpmError("secret.missing", "No password.", { reference: "env:PASSWORD" });
    };
    expect((await probeOf({}, { open }).look()).state).toBe("unknown");
  });

  test("removes its own old leftovers, and neither young ones nor anybody else's", async () => {
    const now = systemClock.now();
    const kept = [
      `spm-probe-inbox-${now - 60_000}-1.tmp`,
      `spm-probe-other-${now - 7_200_000}-1.tmp`,
      "a.csv",
    ];
    for (const name of [...kept, `spm-probe-inbox-${now - 7_200_000}-3.tmp`]) await fixture.put(name);
    expect((await probeOf().look()).state).toBe("up");
    expect((await fixture.names()).sort()).toEqual([...kept].sort());
  });

  test("only lists where nothing may be written", async () => {
    const look = await probeOf({ write: gone }, { roundTrip: false }).look();
    expect(look).toMatchObject({ state: "up", detail: "fixture lists /" });
  });

  test("gives up a site that does not answer, even when it ignores the signal", async () => {
    const open = () => new Promise<FileSite>(() => undefined);
    expect((await probeOf({}, { open, timeoutMs: 20 }).look()).detail).toBe("no answer within 20 ms");
  });
});
