import { SpmError, systemClock } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { createHostLimiter } from "./host-limiter.js";
import { startSandboxSite } from "./sandbox-site-fixture.js";
import { openSftpSite } from "./sftp-site.js";

const unavailable = () => new SpmError("remote.unavailable", "gone", { operation: "connect" });
const refused = () => new SpmError("auth.rejected", "no", { status: undefined });

/** A gate that rests exactly as long as declared, on a clock that jumps over every wait. */
function createGate(options = {}) {
  const clock = createFakeClock();
  const limiter = createHostLimiter(options, { clock, random: () => 0.5 });
  return { clock, gate: limiter.gateOf("sftp.client.example", 22) };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("createHostLimiter", () => {
  test("makes one connection at a time, and no more than may stand", async () => {
    const gate = createHostLimiter({ mostConnections: 2 }, { clock: systemClock }).gateOf("a", 22);
    const begun: number[] = [];
    const finish: (() => void)[] = [];
    const leaves: (() => void)[] = [];
    const connect = (number: number) =>
      gate.connect(async (leave) => {
        begun.push(number);
        leaves.push(leave);
        await new Promise<void>((resolve) => finish.push(resolve));
      });
    const [first, second, third] = [connect(0), connect(1), connect(2)];
    await turn();
    expect(begun).toEqual([0]);
    finish[0]?.();
    await first;
    await turn();
    expect(begun).toEqual([0, 1]);
    finish[1]?.();
    await second;
    await turn();
    expect(begun).toEqual([0, 1]);
    leaves[0]?.();
    await turn();
    finish[2]?.();
    await third;
    expect(begun).toEqual([0, 1, 2]);
  });

  test("rests after each failure, longer after a refused login, and not after a success", async () => {
    const { gate, clock } = createGate({ pauseMs: 1_000, refusedPauseMs: 10_000, longestPauseMs: 30_000 });
    const rested = async (failure?: unknown) => {
      const askedMs = clock.monotonic();
      let begunMs = askedMs;
      const trying = gate.connect(async () => {
        begunMs = clock.monotonic();
        if (failure !== undefined) throw failure;
      });
      await trying.catch((error: unknown) => expect(error).toBe(failure));
      return begunMs - askedMs;
    };
    const failures = [unavailable(), unavailable(), undefined, undefined, refused(), refused(), refused()];
    const rests: number[] = [];
    for (const failure of [...failures, new TypeError("ours"), undefined]) rests.push(await rested(failure));
    expect(rests).toEqual([0, 1_000, 2_000, 0, 0, 10_000, 20_000, 30_000, 0]);
  });

  test("gives up the wait for a place after its patience, or with the signal's own reason", async () => {
    const { gate } = createGate({ mostHandles: 1 });
    const leave = await gate.holdHandle();
    await expect(gate.holdHandle()).rejects.toMatchObject({ code: "remote.unavailable" });
    const reason = new TypeError("the operator left");
    const abort = new AbortController();
    const waiting = gate.holdHandle(abort.signal);
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    leave();
    (await gate.holdHandle())();
  });

  test("has one gate for a host and port, and refuses limits that cannot work", () => {
    const limiter = createHostLimiter();
    expect(limiter.gateOf("A.example", 22)).toBe(limiter.gateOf("a.example", 22));
    expect(limiter.gateOf("a.example", 22)).not.toBe(limiter.gateOf("a.example", 2222));
    expect(() => createHostLimiter({ mostHandles: 0, pauseMs: -1 })).toThrow(/mostHandles.*\n.*pauseMs/s);
  });
});

describe("sites that share a limiter", () => {
  test("hold no more connections and open files than it allows, and give back what they held", async () => {
    await using sandboxSite = await startSandboxSite();
    const { sandbox, options } = sandboxSite;
    const limiter = createHostLimiter({ mostConnections: 1, mostHandles: 1 });
    const site = await openSftpSite(options, { limiter });
    const large = new Uint8Array(3_000_000);
    const source = async function* () {
      yield large;
    };
    const opening = openSftpSite(options, { limiter });
    let mostOpen = 0;
    await site.write("/a.csv", source());
    const readings = [1, 2, 3].map(async () => {
      for await (const _ of (await site.read("/a.csv")).bytes)
        mostOpen = Math.max(mostOpen, sandbox.openHandles);
    });
    await Promise.all(readings);
    for await (const { path } of site.list("/")) expect(path).toBe("/a.csv");
    await expect(site.read("/absent")).rejects.toMatchObject({ code: "file.not-found" });
    expect(mostOpen).toBe(1);
    expect(sandbox.connections).toBe(1);
    await site.close();
    await using next = await opening;
    expect(await next.stat("/a.csv")).toMatchObject({ sizeBytes: large.byteLength });
  });

  test("are closed at once while they rest from a failure", async () => {
    await using sandboxSite = await startSandboxSite();
    const limiter = createHostLimiter({ pauseMs: 3_600_000, longestPauseMs: 3_600_000 });
    const site = await openSftpSite(sandboxSite.options, { limiter });
    await sandboxSite.sandbox.close();
    await expect(site.stat("/")).rejects.toMatchObject({ code: "remote.unavailable" });
    await expect(site.stat("/")).rejects.toMatchObject({ code: "remote.unavailable" });
    const resting = site.stat("/");
    await turn();
    await site.close();
    await expect(resting).rejects.toThrow(/closed/);
  });
});
