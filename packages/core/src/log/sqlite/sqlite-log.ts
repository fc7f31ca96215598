import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { type Clock, systemClock } from "../../clock.js";
import { SpmError } from "../../spm-error.js";
import type { Claim, ClaimRequest } from "../claim.js";
import { type LogEvent, type StreamId, streamName } from "../event.js";
import { CHAIN_START, linkEvent } from "../hash-chain.js";
import type { Log, StreamAppend, StreamChange, StreamHead, StreamQuery } from "../log.js";
import { EXPIRED, type StreamExpiry, toTombstone } from "../tombstone.js";
import { createSqliteClaims } from "./sqlite-claims.js";
import { openSqliteDriver, type SqliteDriver } from "./sqlite-driver.js";
import { cannotOpen, toSqliteFailure } from "./sqlite-failure.js";
import { prepareSchema } from "./sqlite-schema.js";
import { createSqliteStreams, type SqliteStreams } from "./sqlite-streams.js";

export interface SqliteLogOptions {
  /** The database file; made when it is missing. `:memory:` for a log that ends with the process. */
  readonly path: string;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A log in one file. */
export interface SqliteLog extends Log {
  /**
   * Writes the log, as it stands, into a new file that can be opened as a log itself. The log stays in use meanwhile.
   *
   * @throws SpmError `file.exists` when the path is taken, `storage.full` without room.
   */
  backUp(path: string): Promise<void>;
}

/**
 * Opens the log in an SQLite file: write-ahead logging, every commit synced. Several processes may have it open.
 *
 * @throws SpmError `log.incompatible` for a file that is no log of this version, `file.refused` where nothing may be
 * written.
 */
export async function openSqliteLog({ path, clock = systemClock }: SqliteLogOptions): Promise<SqliteLog> {
  const driver = await openFile(path);
  try {
    await guard(path, () => prepareSchema(driver, path));
  } catch (error) {
    driver.close();
    throw error;
  }
  return createSqliteLog(driver, path, clock);
}

async function openFile(path: string): Promise<SqliteDriver> {
  try {
    return await openSqliteDriver(path);
  } catch (cause) {
    // The bindings differ in what they tell; that it cannot be opened is all there is to it.
    throw cannotOpen(path, cause);
  }
}

function createSqliteLog(driver: SqliteDriver, path: string, clock: Clock): SqliteLog {
  const streams = createSqliteStreams(driver);
  const claims = createSqliteClaims(driver);
  const once = <Result>(work: () => Result) => guard(path, () => inTransaction(driver, work));
  let open = true;

  const close = async () => {
    if (!open) return;
    open = false;
    // So that the one file holds everything; another process that reads keeps it from that, and loses nothing.
    driver.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    driver.close();
  };

  return {
    append: (stream: StreamId, append: StreamAppend) =>
      once(() => {
        const now = clock.now();
        if (append.claim !== undefined) claims.assertHeld(append.claim, now);
        return appendEvents(streams, stream, append, now);
      }),
    read: (stream: StreamId, { afterSeq = 0 } = {}) => guard(path, () => streams.read(stream, afterSeq)),
    find: (stream: StreamId) => guard(path, () => streams.find(stream)),
    async *list(query: StreamQuery): AsyncIterable<StreamHead> {
      yield* await guard(path, () => streams.list(query));
    },
    async *changes({ afterPosition = 0, limit } = {}): AsyncIterable<StreamChange> {
      yield* await guard(path, () => streams.changes(afterPosition, limit));
    },
    expire: (stream: StreamId, expiry: StreamExpiry) =>
      once(() => {
        const now = clock.now();
        claims.assertFree(stream, now);
        return expireStream(streams, stream, expiry, now);
      }),
    claim: (stream: StreamId, request: ClaimRequest) =>
      once(() => {
        if (streams.find(stream) === undefined) {
          throw new SpmError("run.unknown", `There is no ${streamName(stream)} to claim.`, {
            what: streamName(stream),
          });
        }
        return claims.take(stream, request, { token: randomUUID(), now: clock.now() });
      }),
    renew: (claim: Claim, leaseMs: number) => once(() => claims.renew(claim, leaseMs, clock.now())),
    release: (claim: Claim) => once(() => claims.release(claim)),
    async backUp(target) {
      if (existsSync(target)) throw taken(target);
      await guard(target, () => driver.prepare("VACUUM INTO ?").run(target));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Links events to the end of a stream, inside the caller's transaction. */
function appendEvents(
  streams: SqliteStreams,
  stream: StreamId,
  { events, expectedSeq, index, claim }: StreamAppend,
  now: number,
): readonly LogEvent[] {
  const known = streams.find(stream);
  const actualSeq = known?.head.seq ?? 0;
  if (actualSeq !== expectedSeq) throw conflict(stream, expectedSeq, actualSeq);

  let head = known?.head ?? { seq: 0, hash: CHAIN_START };
  const linked: LogEvent[] = [];
  for (const event of events) {
    const next = linkEvent(stream, head, { ...event, at: now, epoch: claim?.epoch ?? 0 });
    streams.addEvent(next);
    linked.push(next);
    head = next;
  }
  streams.moveHead(stream, { head, ...index, now });
  return linked;
}

/** Appends the tombstone and lets the data before it go, inside the caller's transaction. */
function expireStream(streams: SqliteStreams, stream: StreamId, expiry: StreamExpiry, now: number): LogEvent {
  const { expectedSeq } = expiry;
  const known = streams.find(stream);
  if (known === undefined) throw conflict(stream, expectedSeq, 0);
  const events = [toTombstone(known.status, expiry)];
  const index = { status: EXPIRED, subject: known.subject };
  const [tombstone] = appendEvents(streams, stream, { events, expectedSeq, index }, now);
  if (tombstone === undefined) throw conflict(stream, expectedSeq, known.head.seq);
  streams.dropData(stream, expectedSeq);
  return tombstone;
}

function taken(path: string): SpmError {
  return new SpmError("file.exists", `${path} is there already; nothing was written.`, { path });
}

function conflict(stream: StreamId, expectedSeq: number, actualSeq: number): SpmError {
  const name = streamName(stream);
  return new SpmError(
    "log.conflict",
    `${name} has ${actualSeq} events where ${expectedSeq} were expected: somebody else appended first.`,
    { stream: name, expectedSeq, actualSeq },
  );
}

/** Runs work as one transaction that holds the right to write from its start. */
function inTransaction<Result>(driver: SqliteDriver, work: () => Result): Result {
  driver.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    driver.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(driver);
    throw error;
  }
}

/** SQLite has rolled back by itself after some failures (a full disk); then there is nothing left to do. */
function rollBack(driver: SqliteDriver): void {
  try {
    driver.exec("ROLLBACK");
  } catch {
    return;
  }
}

async function guard<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toSqliteFailure(error, path);
  }
}
