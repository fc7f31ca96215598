import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createHandClock } from "../../hand-clock-fixture.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { isSpmError } from "../../spm-error.js";
import { type Channel, defineChannel } from "./channel.js";
import { analyst, incident, note, outboxOn } from "./outbox-fixture.js";

class Crash extends Error {}

/** The outside world: it remembers, whatever becomes of the process. */
interface World {
  readonly arrived: string[];
}

type Pass = () => void;

const payload = z.object({ text: z.string() });

/** One channel a contract; what may be sent again is told apart by its key, as the outside world does. */
const channels: Readonly<Record<string, (world: World, pass: Pass) => Channel>> = {
  keyed: ({ arrived }, pass) =>
    defineChannel({
      name: "desk",
      payload,
      contract: "keyed",
      perform: async (_payload, { key }) => {
        pass();
        if (!arrived.includes(key)) arrived.push(key);
        pass();
        return key;
      },
    }),
  "once, with a desk that can tell": ({ arrived }, pass) =>
    defineChannel({
      name: "desk",
      payload,
      contract: "once",
      find: async (_payload, { key }) =>
        arrived.includes(key) ? { state: "happened", output: key } : { state: "absent" },
      perform: async (_payload, { key }) => {
        pass();
        arrived.push(key);
        pass();
        return key;
      },
    }),
  "once, with a desk that cannot tell": ({ arrived }, pass) =>
    defineChannel({
      name: "desk",
      payload,
      contract: "once",
      onDoubt: { instructions: ["Ask the desk."] },
      perform: async (_payload, { key }) => {
        pass();
        arrived.push(key);
        pass();
        return key;
      },
    }),
};

/** Ends everything at the n-th boundary: before or after a write, before or after the sending. */
function createFuse(n: number): Pass {
  let passed = 0;
  return () => {
    passed += 1;
    if (passed >= n) throw new Crash();
  };
}

function withFuse(log: Log, pass: Pass): Log {
  const bounded =
    <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments) => {
      pass();
      const result = await call(...given);
      pass();
      return result;
    };
  return {
    ...log,
    append: bounded(log.append),
    appendAll: bounded(log.appendAll),
    appendClaiming: bounded(log.appendClaiming),
    claim: bounded(log.claim),
    release: bounded(log.release),
  };
}

/** Opens an incident and puts its notification in one write, unless an earlier life has, and sends what is due. */
async function live(log: Log, channel: Channel, startMs: number) {
  const clock = createHandClock(startMs);
  const outbox = outboxOn(log, [channel], { clock, leaseMs: 1_000 });
  if ((await log.find(incident)) === undefined) {
    const opened = {
      stream: incident,
      events: [{ type: "incident.opened", actor: analyst, data: {} }],
      expectedSeq: 0,
      index: { status: "open", subject: "load" },
    };
    await log.appendAll([opened, outbox.toWrite(note)]);
  }
  const { troubled } = await outbox.deliverDue();
  for (const { error } of troubled) throw error;
  return outbox.get(note.id);
}

async function sendWithCrash(path: string, createChannel: (pass: Pass) => Channel, n: number) {
  // The dead worker's claim is over at once for the clock of the next: what is tried here is the journal.
  for (const [life, pass] of [createFuse(n), () => undefined].entries()) {
    const startMs = Date.UTC(2026, 0, 5) + life * 60_000;
    const log = await openSqliteLog({ path, clock: createHandClock(startMs) });
    try {
      return { message: await live(withFuse(log, pass), createChannel(pass), startMs), crashed: life > 0 };
    } catch (error) {
      if (!(error instanceof Crash) && !isSpmError(error)) throw error;
    } finally {
      await log.close();
    }
  }
  throw new TypeError("the second life ended too");
}

describe("a crash at any boundary", () => {
  test.each(Object.entries(channels))("sends a message once: %s", async (name, createChannel) => {
    const canTell = !name.includes("cannot");
    const folder = await mkdtemp(join(tmpdir(), "spm-outbox-"));
    const seen = new Set<string>();
    let boundaries = 0;
    for (let n = 1; ; n += 1) {
      const world: World = { arrived: [] };
      const path = join(folder, `${n}.sqlite`);
      const { message, crashed } = await sendWithCrash(path, (pass) => createChannel(world, pass), n);
      if (!crashed) break;
      boundaries = n;
      seen.add(message.status);
      expect(world.arrived.length, `sent after a crash at boundary ${n}`).toBeLessThanOrEqual(1);
      if (canTell) {
        expect(message.status, `crash at boundary ${n}`).toBe("sent");
        expect(world.arrived).toEqual([`message/${note.id}`]);
      } else if (message.status === "sent") {
        expect(world.arrived).toHaveLength(1);
      }
    }
    await rm(folder, { recursive: true });
    expect(boundaries).toBeGreaterThanOrEqual(12);
    expect([...seen].sort()).toEqual(canTell ? ["sent"] : ["in-doubt", "sent"]);
  });
});
