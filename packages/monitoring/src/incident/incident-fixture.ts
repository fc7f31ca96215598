import { type Log, openSqliteLog } from "@spm-ops/core";
import { createFakeClock, type FakeClock } from "@spm-ops/core/testing";
import type { Symptom } from "./symptom.js";

export const START = Date.UTC(2026, 0, 5, 22);
export const MINUTE = 60_000;

export const analyst = { kind: "person", id: "analyst" } as const;
export const monitor = { kind: "service", id: "monitor" } as const;

/** A moment, some minutes after the start. */
export function minute(minutes: number): number {
  return START + minutes * MINUTE;
}

/** A symptom of the load, unless told otherwise; `at` in minutes after the start. */
export function symptom(key: string, at: number, more: Partial<Symptom> = {}): Symptom {
  const [watch = "", subject = key] = key.split(":");
  const kind = watch === "availability" ? "down" : "failed";
  return {
    key,
    state: "raised",
    kind,
    severity: "warning",
    subject,
    at: minute(at),
    explanation: `${key} at ${at}.`,
    ...more,
  };
}

export function cleared(key: string, at: number, more: Partial<Symptom> = {}): Symptom {
  return symptom(key, at, { state: "cleared", explanation: `${key} is well at ${at}.`, ...more });
}

/** A log of one test, with its clock. */
export async function openTestLog(
  clock: FakeClock = createFakeClock(START),
): Promise<{ log: Log; clock: FakeClock }> {
  return { log: await openSqliteLog({ path: ":memory:", clock }), clock };
}
