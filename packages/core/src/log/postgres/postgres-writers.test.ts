import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isSpmError } from "../../spm-error.js";
import type { Log, StreamChange } from "../log.js";
import { verifyLog } from "../verify-log.js";
import type { PostgresPool } from "./postgres-connections.js";
import { type PostgresServer, startPostgresServer } from "./postgres-fixture.js";
import { openPostgresLog } from "./postgres-log.js";

const actor = { kind: "service", id: "test" } as const;
const writing = (expectedSeq: number, text = "kept") => ({
  events: [{ type: "written", actor, data: { text } }],
  expectedSeq,
  index: { status: "open", subject: "notes" },
});
const note = (id: string) => ({ kind: "note", id });

let server: PostgresServer;
let pools: readonly Pool[];
beforeAll(async () => {
  server = await startPostgresServer();
  pools = [1, 2, 3, 4].map(() => server.createPool({ max: 4 }));
});
afterAll(async () => {
  for (const pool of pools) await pool.end();
  await server.close();
});

let schemas = 0;
beforeEach(() => {
  schemas += 1;
});
const openAll = () =>
  Promise.all(pools.map((pool) => openPostgresLog({ pool, schema: `writers_${schemas}` })));

/** Appends after whatever stands there, as often as it takes. */
async function insist(log: Log, id: string, text: string): Promise<void> {
  for (;;) {
    const seq = (await log.find(note(id)))?.head.seq ?? 0;
    try {
      await log.append(note(id), writing(seq, text));
      return;
    } catch (error) {
      if (!isSpmError(error, "log.conflict")) throw error;
    }
  }
}

describe("several processes on one log", () => {
  test("make its tables once, when all of them open it first at the same time", async () => {
    const logs = await openAll();
    await logs[0]?.append(note("1"), writing(0));
    expect(await logs[3]?.read(note("1"))).toHaveLength(1);
  });

  test("lose no write to one stream, and chain all of them", async () => {
    const logs = await openAll();
    const lines = 15;
    await Promise.all(
      logs.map(async (log, writer) => {
        for (let line = 0; line < lines; line += 1) await insist(log, "shared", `${writer}/${line}`);
      }),
    );
    const events = (await logs[0]?.read(note("shared"))) ?? [];
    expect(events).toHaveLength(logs.length * lines);
    for (const [writer] of logs.entries()) {
      const own = events
        .map(({ data }) => data)
        .filter((data) => JSON.stringify(data).includes(`"${writer}/`));
      expect(own).toEqual(Array.from({ length: lines }, (_, line) => ({ text: `${writer}/${line}` })));
    }
    expect(logs[0] && (await verifyLog(logs[0]))).toMatchObject({ problems: [] });
  });

  test("never wait for each other in a ring, whichever streams they write together", async () => {
    const logs = await openAll();
    const ids = ["a", "b", "c", "d"];
    const writeAll = async (log: Log, order: readonly string[]) => {
      const writes = await Promise.all(
        order.map(async (id) => ({
          stream: note(id),
          ...writing((await log.find(note(id)))?.head.seq ?? 0),
        })),
      );
      await log.appendAll(writes).catch((error: unknown) => {
        if (!isSpmError(error, "log.conflict")) throw error;
      });
    };
    for (let round = 0; round < 5; round += 1)
      await Promise.all(logs.map((log, turn) => writeAll(log, turn % 2 === 0 ? ids : ids.toReversed())));
    const heads = await Promise.all(ids.map((id) => logs[0]?.find(note(id))));
    expect(new Set(heads.map((head) => head?.head.seq)).size).toBe(1);
  });

  test("show every change to whoever goes on from the last position that was seen", async () => {
    const logs = await openAll();
    const [reader, ...writers] = logs;
    if (reader === undefined) throw new TypeError("no log");
    const perWriter = 60;
    let isWriting = true;
    const written = Promise.all(
      writers.map(async (log, writer) => {
        for (let count = 0; count < perWriter; count += 1)
          await log.append(note(`${writer}/${count}`), writing(0));
      }),
    ).finally(() => {
      isWriting = false;
    });
    const seen: StreamChange[] = [];
    const readOn = async () => {
      const afterPosition = seen.at(-1)?.position;
      for await (const change of reader.changes({ afterPosition })) seen.push(change);
    };
    while (isWriting) await readOn();
    await written;
    await readOn();
    expect(seen).toHaveLength(writers.length * perWriter);
    const positions = seen.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  });
});

describe("writes that are asked for at the same time", () => {
  test("share a transaction, and each is refused on its own", async () => {
    const [pool] = pools;
    if (pool === undefined) throw new TypeError("no pool");
    let connected = 0;
    const counting: PostgresPool = {
      connect() {
        connected += 1;
        return pool.connect();
      },
      end: () => pool.end(),
    };
    const log = await openPostgresLog({ pool: counting, schema: `writers_${schemas}` });
    connected = 0;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, number) => log.append(note(`${number % 40}`), writing(0))),
    );
    expect(connected).toBe(1);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 40 }, () => "fulfilled"),
      ...Array.from({ length: 10 }, () => "rejected"),
    ]);
    expect(await verifyLog(log)).toMatchObject({ streams: 40, events: 40, problems: [] });
  });

  test("do not suffer from one that PostgreSQL cannot keep", async () => {
    const [pool] = pools;
    if (pool === undefined) throw new TypeError("no pool");
    const log = await openPostgresLog({ pool, schema: `writers_${schemas}` });
    const outcomes = await Promise.allSettled([
      log.append(note("good"), writing(0)),
      log.append(note("nul \u0000"), writing(0)),
      log.append(note(randomBytes(6_000).toString("hex")), writing(0)),
      log.append(note("good"), writing(1)),
    ]);
    expect(outcomes).toMatchObject([
      { status: "fulfilled" },
      { reason: expect.any(TypeError) },
      { reason: expect.any(RangeError) },
      { status: "fulfilled" },
    ]);
  });

  test("are all settled before the log is closed", async () => {
    const [log, other] = await openAll();
    const asked = log?.append(note("1"), writing(0));
    await log?.close();
    await expect(asked).resolves.toHaveLength(1);
    expect(await other?.read(note("1"))).toHaveLength(1);
  });
});
