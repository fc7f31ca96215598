import { type Clock, type Log, openStream, type StreamWriting, systemClock } from "@spm-ops/core";
import type { AvailabilityFact, OutageReport } from "../uptime/availability-fact.js";
import { availabilityKind } from "./availability-kind.js";
import type { AvailabilityStore } from "./availability-store.js";
import { openProbeMemory } from "./probe-memory.js";
import { monthAfter, monthOf, toMonthId } from "./stream-month.js";

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
  const openMonth = (probeId: string, month: string) =>
    openStream(log, availabilityKind, toMonthId(probeId, month), writing);
  return {
    open: (probeId) => openProbeMemory(probeId, { log, clock, writing }),
    async read(probeId, { fromMs, toMs }) {
      const facts: AvailabilityFact[] = [];
      // What was seen at the end of a month may be recorded at the beginning of the next.
      const last = monthAfter(monthOf(toMs));
      for (let month = monthOf(fromMs); month <= last; month = monthAfter(month)) {
        facts.push(...((await openMonth(probeId, month)).state?.facts ?? []));
      }
      return facts;
    },
    async report(probeId, report) {
      const stream = await openMonth(probeId, monthOf(report.outageMs));
      await stream.append(() => [{ type: "outage.reported", data: { probeId, ...report } }]);
    },
  };
}
