import { openSqliteLog } from "../dist/index.js";

const PROCEDURES = ["nightly-load", "month-end", "quarter-end", "refresh-quotas"];
const RUNS_A_WRITE = 1_000;
/** A run every half a minute: a million of them are a year. */
const SPACING_MS = 30_000;
const FROM_MS = Date.UTC(2026, 0, 1);

const actor = { kind: "service", id: "bench" };

/**
 * Fills a log with runs through its own port, a thousand a commit: valid chains of two events each, of four procedures;
 * one in ten has failed, one in a thousand is under way and due.
 *
 * @param {string} path @param {number} runs
 */
export async function fillLog(path, runs) {
  let now = FROM_MS;
  const clock = { now: () => now, monotonic: () => now, wait: async () => undefined };
  const log = await openSqliteLog({ path, clock });
  for (let from = 0; from < runs; from += RUNS_A_WRITE) {
    const group = Array.from({ length: Math.min(RUNS_A_WRITE, runs - from) }, async (_, offset) => {
      now = createdAt(from + offset);
      const { stream, ...write } = runOf(from + offset, now);
      await log.append(stream, write);
    });
    await Promise.all(group);
  }
  await log.close();
}

/** @param {number} number */
export function createdAt(number) {
  return FROM_MS + Math.floor(number / RUNS_A_WRITE) * RUNS_A_WRITE * SPACING_MS;
}

/** @param {number} number */
export function idOf(number) {
  return `run-${String(number).padStart(8, "0")}`;
}

function runOf(number, now) {
  const procedureId = PROCEDURES[number % PROCEDURES.length];
  const isDue = number % 1_000 === 500;
  const outcome = number % 10 === 3 ? "failed" : "succeeded";
  const data = { procedureId, guideHash: "0".repeat(64), input: { night: number }, labels: {} };
  const requested = { type: "run.requested", actor, data };
  const finished = { type: "run.finished", actor, data: { outcome } };
  return {
    stream: { kind: "run", id: idOf(number) },
    events: isDue ? [requested] : [requested, finished],
    expectedSeq: 0,
    index: { status: isDue ? "requested" : outcome, subject: procedureId, ...(isDue ? { dueMs: now } : {}) },
  };
}
