import { type Clock, foldStream, type Log, openStream, type StreamWriting, systemClock } from "@spm-ops/core";
import type { AvailabilityFact, OutageReport } from "../uptime/availability-fact.js";
import { availabilityKind } from "./availability-kind.js";
import type { AvailabilityStore } from "./availability-store.js";

/** The log as the place where availability is kept. */
export interface AvailabilityLog extends AvailabilityStore {
  /** Marks the outage of a moment as reported to the vendor. */
  report(probeId: string, report: Omit<OutageReport, "type">): Promise<void>;
}

/**
 * Keeps availability in core's log, one stream a probe and month. Secrets are taken out by the writing's redactor.
 *
 * @throws what the log throws; an id that holds a secret is SpmError `config.invalid`.
 */
export function createAvailabilityLog(
  log: Log,
  { clock = systemClock, ...writing }: StreamWriting & { readonly clock?: Clock | undefined },
): AvailabilityLog {
  const open = (probeId: string, month: string) =>
    openStream(log, availabilityKind, `${probeId}@${month}`, writing);
  const find: AvailabilityStore["find"] = async (probeId) => {
    for await (const { stream } of log.list({
      kind: availabilityKind.name,
      subject: probeId,
      first: "newest",
    })) {
      const month = foldStream(availabilityKind, await log.read(stream));
      if (month?.remembered !== undefined) return month.remembered;
    }
    return undefined;
  };
  return {
    find,
    async append(probeId, facts, remembered) {
      const stream = await open(probeId, monthOf(clock.now()));
      // A month begins with what stood before it, so that it can be read without those before.
      const carried = stream.state?.remembered === undefined ? await find(probeId) : undefined;
      const all = carried === undefined ? facts : [toChange(carried.standing), ...facts];
      await stream.append(() => [
        { type: "availability.recorded", data: { probeId, facts: [...all], remembered } },
      ]);
    },
    async read(probeId, { fromMs, toMs }) {
      const facts: AvailabilityFact[] = [];
      // What was seen at the end of a month may be recorded at the beginning of the next.
      const last = monthAfter(monthOf(toMs));
      for (let month = monthOf(fromMs); month <= last; month = monthAfter(month)) {
        facts.push(...((await open(probeId, month)).state?.facts ?? []));
      }
      return facts;
    },
    async report(probeId, report) {
      const stream = await open(probeId, monthOf(report.outageMs));
      await stream.append(() => [{ type: "outage.reported", data: { probeId, ...report } }]);
    },
  };
}

function toChange({
  state,
  sinceMs,
}: {
  readonly state: "up" | "down" | "unknown";
  readonly sinceMs: number;
}) {
  return { type: "changed", state, fromMs: sinceMs, detail: "as it was before this month" } as const;
}

function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

function monthAfter(month: string): string {
  return monthOf(Date.parse(`${month}-28T00:00Z`) + 4 * 86_400_000);
}
