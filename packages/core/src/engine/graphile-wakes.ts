import { sha256 } from "../digest.js";
import type { PostgresSession } from "../log/postgres/postgres-connections.js";
import type { PostgresWakes } from "../log/postgres/postgres-wakes.js";
import { streamKey } from "./wake-calls.js";

/**
 * Adds wakes as jobs of graphile-worker, by plain SQL, so that any transaction on that database can.
 *
 * What is asked for a stream twice is one job: one for now, and one for later, of which the last moment counts. A job
 * that is being worked off counts as gone, so a wake during a call leads to another one.
 *
 * Jobs have no queue on purpose. A queue a stream would keep its calls apart too, but it stays locked for four hours when
 * its worker is killed, and all queues are gone through for each job.
 */
export function createGraphileWakes(workerSchema: string, task: string): PostgresWakes {
  const addJobs = `
    SELECT count(*) FROM unnest($2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY AS wake (key, stream, due_ms, place),
      LATERAL ${workerSchema}.add_job($1, payload => wake.stream::json, run_at => to_timestamp(wake.due_ms / 1000.0),
        job_key => wake.key, max_attempts => 1)`;
  return {
    async enqueue(session: PostgresSession, wakes) {
      if (wakes.length === 0) return;
      const jobs = wakes
        .map(({ stream, notBeforeMs }) => ({
          // Hashed, because a key may be no longer than 512 characters and an id may.
          key: `${task}:${notBeforeMs === undefined ? "now" : "later"}:${sha256(streamKey(stream))}`,
          stream: JSON.stringify({ kind: stream.kind, id: stream.id }),
          dueMs: notBeforeMs === undefined ? null : Math.ceil(notBeforeMs),
        }))
        .toSorted((one, other) => (one.key < other.key ? -1 : 1));
      await session.query(addJobs, [
        task,
        jobs.map(({ key }) => key),
        jobs.map(({ stream }) => stream),
        jobs.map(({ dueMs }) => dueMs),
      ]);
    },
  };
}
