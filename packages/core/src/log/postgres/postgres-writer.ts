import { atEndOfTurn } from "../../clock.js";
import { isSpmError } from "../../spm-error.js";
import type { StreamId } from "../event.js";
import type { PostgresAttachmentRows } from "./postgres-attachment-rows.js";
import type { PostgresConnections, PostgresSession } from "./postgres-connections.js";
import { isUniqueViolation } from "./postgres-failure.js";
import type { PostgresWakes } from "./postgres-wakes.js";
import type { PostgresWriting } from "./postgres-writing.js";
import { createWriteDraft, type StreamRecord, streamKey, takeOver, type WriteDraft } from "./write-draft.js";

/** Writes to the log: what a rule decides on locked streams, all of it or nothing. */
export interface PostgresWriter {
  write<Result>(streams: readonly StreamId[], decide: (draft: WriteDraft) => Result): Promise<Result>;
  /** Resolves when everything asked for so far is settled. */
  settle(): Promise<void>;
}

export interface PostgresWriterParts {
  readonly connections: PostgresConnections;
  readonly writing: PostgresWriting;
  readonly attachments: PostgresAttachmentRows;
  /** The log's time, asked where it is the database's own. */
  readonly time: (session: PostgresSession) => Promise<number>;
  readonly engine: PostgresWakes | undefined;
}

/** One write that waits for its transaction. */
interface Call {
  readonly streams: readonly StreamId[];
  /** Decides on top of what the calls before it came to, and says how to tell the caller, once that is known. */
  decide(group: WriteDraft): () => void;
  refuse(error: unknown): void;
}

/** Calls that share one transaction and one sync. */
const LARGEST_GROUP = 100;

/** How often a group is tried again because another process has begun one of its streams at that moment. */
const MOST_RACES = 5;

/**
 * Writes by groups: what is asked for while a transaction is under way shares the next one. Each call is decided on its
 * own, so one that is refused keeps nobody else from being kept.
 */
export function createPostgresWriter(parts: PostgresWriterParts): PostgresWriter {
  const waiting: Call[] = [];
  let writing: Promise<void> | undefined;

  const writeAll = async () => {
    // What else is asked for in this turn of the event loop comes along.
    await new Promise<void>(atEndOfTurn);
    for (let group = waiting.splice(0, LARGEST_GROUP); group.length > 0; ) {
      await writeGroup(parts, group);
      group = waiting.splice(0, LARGEST_GROUP);
    }
    writing = undefined;
  };

  return {
    write: (streams, decide) =>
      new Promise((resolve, reject) => {
        waiting.push({
          streams,
          decide(group) {
            try {
              const draft = createWriteDraft(group.now, group.find);
              const result = decide(draft);
              takeOver(group, draft);
              return () => resolve(result);
            } catch (error) {
              return () => reject(error);
            }
          },
          refuse: reject,
        });
        writing ??= writeAll();
      }),
    async settle() {
      await writing;
    },
  };
}

async function writeGroup(parts: PostgresWriterParts, group: readonly Call[]): Promise<void> {
  for (let races = 0; ; races += 1) {
    try {
      const answers = await parts.connections.transact((session) => decideGroup(parts, session, group));
      for (const answer of answers) answer();
      return;
    } catch (error) {
      if (isUniqueViolation(error) && races < MOST_RACES) continue;
      // What is no failure of ours is that of one call, so that the others are asked for without it.
      const isOneCalls = group.length > 1 && !isSpmError(error);
      for (const call of group) {
        if (isOneCalls) await writeGroup(parts, [call]);
        else call.refuse(error);
      }
      return;
    }
  }
}

async function decideGroup(
  { writing, attachments, time, engine }: PostgresWriterParts,
  session: PostgresSession,
  group: readonly Call[],
): Promise<readonly (() => void)[]> {
  const known = await writing.lock(
    session,
    group.flatMap(({ streams }) => streams),
  );
  // Asked after the locks are held: whoever has waited for them decides by the time at which it may decide.
  const draft = createWriteDraft(await time(session), (stream) => known.get(streamKey(stream)));
  const answers = group.map((call) => call.decide(draft));

  const isNew = ({ stream }: StreamRecord) => !known.has(streamKey(stream));
  const records = [...draft.records];
  await writing.insertStreams(session, records.filter(isNew));
  await writing.updateStreams(
    session,
    records.filter((record) => !isNew(record)),
  );
  await engine?.enqueue(session, dueOf(draft));
  await writing.insertEvents(session, draft.events);
  for (const dropped of draft.dropped) {
    await writing.dropData(session, dropped);
    await attachments.lock(session, dropped.stream);
    await attachments.removeAll(session, dropped.stream);
  }
  return answers;
}

/** The streams that are left for somebody to move: due at some time, and held by no worker. */
function dueOf({ records, now }: WriteDraft) {
  return [...records].flatMap(({ stream, dueMs, claim }) =>
    dueMs === undefined || claim.untilMs > now
      ? []
      : [{ stream, notBeforeMs: dueMs > now ? dueMs : undefined }],
  );
}
