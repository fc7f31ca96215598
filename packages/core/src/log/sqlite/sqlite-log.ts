import { existsSync } from "node:fs";
import { type Clock, systemClock } from "../../clock.js";
import { SpmError } from "../../spm-error.js";
import { MAX_ATTACHMENT_BYTES } from "../attachment.js";
import type { Log, StreamChange, StreamHead } from "../log.js";
import { assertListable, readPages } from "../read-pages.js";
import { createGroupCommit } from "./group-commit.js";
import { createSqliteAttachments } from "./sqlite-attachments.js";
import { createSqliteClaims } from "./sqlite-claims.js";
import { openSqliteDriver, type SqliteDriver } from "./sqlite-driver.js";
import { cannotOpen, toOpeningFailure, toSqliteFailure } from "./sqlite-failure.js";
import { createSqliteLists } from "./sqlite-lists.js";
import { prepareSchema } from "./sqlite-schema.js";
import { createSqliteStreams, type SqliteStreams } from "./sqlite-streams.js";
import { createSqliteWrites } from "./sqlite-writes.js";

export interface SqliteLogOptions {
  /** The database file; made when it is missing. `:memory:` for a log that ends with the process. */
  readonly path: string;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** How large one attachment may be. @defaultValue 67_108_864, which is 64 MiB */
  readonly maxAttachmentBytes?: number | undefined;
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
export async function openSqliteLog(options: SqliteLogOptions): Promise<SqliteLog> {
  const { path } = options;
  const driver = await openFile(path);
  try {
    prepareSchema(driver, path);
  } catch (error) {
    driver.close();
    throw toOpeningFailure(error, path);
  }
  return createSqliteLog(driver, options);
}

async function openFile(path: string): Promise<SqliteDriver> {
  try {
    return await openSqliteDriver(path);
  } catch (cause) {
    // The bindings differ in what they tell; that it cannot be opened is all there is to it.
    throw cannotOpen(path, cause);
  }
}

function createSqliteLog(
  driver: SqliteDriver,
  { path, clock = systemClock, maxAttachmentBytes = MAX_ATTACHMENT_BYTES }: SqliteLogOptions,
): SqliteLog {
  const streams = createSqliteStreams(driver);
  const claims = createSqliteClaims(driver);
  const writes = createSqliteWrites(streams, claims);
  const group = createGroupCommit(driver, (error) => toSqliteFailure(error, path));
  const attachments = createSqliteAttachments(driver, {
    clock,
    maxBytes: maxAttachmentBytes,
    write: group.run,
    look: (work) => guard(path, work),
  });
  let open = true;

  const close = async () => {
    if (!open) return;
    open = false;
    group.flush();
    try {
      // So that the one file holds everything. Another process that reads, a full disk or one that may only be read
      // keep it from that, and nothing is lost: it stays in the write-ahead log.
      driver.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch {
      return;
    } finally {
      driver.close();
    }
  };

  return {
    append: (stream, append) => group.run(() => writes.append(stream, append, clock.now())),
    appendAll: (parts) =>
      group.run(() => {
        const now = clock.now();
        return parts.map(({ stream, ...append }) => writes.append(stream, append, now));
      }),
    appendClaiming: (stream, append, request) =>
      group.run(() => writes.appendClaiming(stream, append, request, clock.now())),
    ...createReading(driver, { path, clock, streams }),
    expire: (stream, expiry) =>
      group.run(() => {
        const tombstone = writes.expire(stream, expiry, clock.now());
        attachments.drop(stream);
        return tombstone;
      }),
    claim: (stream, request) => group.run(() => writes.claim(stream, request, clock.now())),
    renew: (claim, leaseMs) => group.run(() => claims.renew(claim, leaseMs, clock.now())),
    release: (claim) => group.run(() => claims.release(claim)),
    attach: attachments.attach,
    readAttachment: attachments.readAttachment,
    async backUp(target) {
      if (existsSync(target)) throw taken(target);
      await guard(target, () => driver.prepare("VACUUM INTO ?").run(target));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What is read, a page at a time where it may be long. */
function createReading(
  driver: SqliteDriver,
  { path, clock, streams }: { readonly path: string; readonly clock: Clock; readonly streams: SqliteStreams },
): Pick<Log, "read" | "find" | "list" | "changes"> {
  const lists = createSqliteLists(driver);
  return {
    read: (stream, { afterSeq = 0 } = {}) => guard(path, () => streams.read(stream, afterSeq)),
    find: (stream) => guard(path, () => streams.find(stream)),
    async *list(query) {
      assertListable(query);
      yield* readPages<StreamHead>(query.limit, (after, limit) =>
        guard(path, () => lists.page(query, { after, limit, now: clock.now() })),
      );
    },
    async *changes({ afterPosition = 0, limit: most } = {}) {
      yield* readPages<StreamChange>(most, (last, limit) =>
        guard(path, () => streams.changes(last?.position ?? afterPosition, limit)),
      );
    },
  };
}

function taken(path: string): SpmError {
  return new SpmError("file.exists", `${path} is there already; nothing was written.`, { path });
}

async function guard<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toSqliteFailure(error, path);
  }
}
