import {
  type Clock,
  isSpmError,
  type Log,
  openStream,
  type StreamWriting,
  toStreamWrite,
} from "@spm-ops/core";
import { tellingName } from "../../incident/spell.js";
import { type AvailabilityEvent, type AvailabilityMonth, availabilityKind } from "./availability-kind.js";
import type { ProbeMemory, Recording } from "./availability-store.js";
import { monthOf, toMonthId } from "./stream-month.js";

/** What keeping availability needs. */
interface MemoryServices {
  readonly log: Log;
  readonly clock: Clock;
  readonly writing: StreamWriting;
}

type MonthRule = (month: AvailabilityMonth | undefined) => readonly AvailabilityEvent[];

/** Opens what a log holds of a probe. The month that is written to stays open, so that it is read once. */
export async function openProbeMemory(probeId: string, services: MemoryServices): Promise<ProbeMemory> {
  const months = createMonths(probeId, services);
  let month = await months.current();

  /** Appends to the month that holds the standing, also when another watch has turned the page meanwhile. */
  const append = async (rule: MonthRule) => {
    for (;;) {
      month = await months.current(month);
      let isOver = false;
      await month.append((present) => {
        isOver = present?.continuedIn !== undefined;
        return isOver ? [] : rule(present);
      });
      if (!isOver) return;
    }
  };
  return {
    get remembered() {
      return month.state?.remembered;
    },
    get untold() {
      return month.state?.untold ?? [];
    },
    async record(rule) {
      let recording: Recording | undefined;
      await append((present) => {
        recording = rule(present?.remembered);
        return recording === undefined ? [] : [toEvent(probeId, recording)];
      });
      return recording;
    },
    async confirm(told) {
      const name = tellingName(told);
      await append((present) => {
        const isUntold = present?.untold.some((symptom) => tellingName(symptom) === name) ?? false;
        return isUntold ? [{ type: "availability.told", data: { name } }] : [];
      });
    },
  };
}

function toEvent(probeId: string, { facts, remembered, news }: Recording): AvailabilityEvent {
  return {
    type: "availability.recorded",
    data: { probeId, facts: [...facts], remembered, news: [...news] },
  };
}

function createMonths(probeId: string, { log, clock, writing }: MemoryServices) {
  const open = (month: string) => openStream(log, availabilityKind, toMonthId(probeId, month), writing);
  type Month = Awaited<ReturnType<typeof open>>;

  /** The newest in which something was recorded, or that of now. */
  const newest = async (): Promise<Month> => {
    const query = { kind: availabilityKind.name, subject: probeId, first: "newest" } as const;
    for await (const { stream } of log.list(query)) {
      const month = await openStream(log, availabilityKind, stream.id, writing);
      if (month.state?.remembered !== undefined) return month;
    }
    return open(monthOf(clock.now()));
  };

  /** Ends a month and begins the next, in one write: there is always one that holds the standing. */
  const turn = async (month: Month, to: string) => {
    const next = await open(to);
    const { remembered, untold = [] } = month.state ?? {};
    const toWrite = (after: Month, event: AvailabilityEvent) =>
      toStreamWrite(availabilityKind, { id: after.id, events: [event], after }, writing);
    const writes = [toWrite(month, { type: "availability.continued", data: { in: to } })];
    if (remembered !== undefined && next.state?.remembered === undefined) {
      const carried = { probeId, remembered, untold: [...untold] };
      writes.push(toWrite(next, { type: "availability.carried", data: carried }));
    }
    await log.appendAll(writes);
  };

  return {
    /** The month that holds the standing, as it is now. A clock that is behind writes to the month that others write to. */
    async current(known?: Month): Promise<Month> {
      for (let month = known ?? (await newest()); ; ) {
        await month.refresh();
        const now = monthOf(clock.now());
        const { continuedIn, remembered } = month.state ?? {};
        if (continuedIn !== undefined) month = await open(continuedIn);
        else if (remembered === undefined || month.id >= toMonthId(probeId, now)) return month;
        else await turn(month, now).catch(unlessConflict);
      }
    },
  };
}

/** Somebody else was first: what has become of it is seen with the next look. */
function unlessConflict(error: unknown): void {
  if (!isSpmError(error, "log.conflict")) throw error;
}
