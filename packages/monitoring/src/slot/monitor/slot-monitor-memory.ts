import { foldStream, type InstantPeriod, type Log, openStream, type StreamWriting } from "@spm-ops/core";
import { tellingName } from "../../incident/spell.js";
import type { SlotTelling } from "../slot-symptoms.js";
import { type MonitorMonth, slotMonitorKind } from "./slot-monitor-kind.js";
import { withoutOld } from "./slot-news.js";

/** What a monitor knows of its own past. */
export interface SlotMonitorMemory {
  /** Absent while it has never watched. */
  find(): Promise<MonitorMonth | undefined>;
  /** Keeps a time in which it watched and what is to be told of it, both or neither. */
  keep(watched: InstantPeriod, news: readonly SlotTelling[]): Promise<void>;
  /** Keeps that news were told. */
  confirm(told: readonly SlotTelling[]): Promise<void>;
}

/** A month and the one before it reach at least so far back. */
export const LONGEST_LOOKBACK_MS = 28 * 86_400_000;

/** Keeps what a monitor has to know in core's log. Several that bear one name are one monitor: either watching is watching. */
export function createSlotMonitorMemory(
  log: Log,
  monitorId: string,
  writing: StreamWriting,
): SlotMonitorMemory {
  const find = async () => {
    const months: MonitorMonth[] = [];
    const query = { kind: slotMonitorKind.name, subject: monitorId, first: "newest", limit: 2 } as const;
    for await (const { stream } of log.list(query)) {
      const month = foldStream(slotMonitorKind, await log.read(stream));
      if (month !== undefined) months.push(month);
    }
    const [newest, older] = months;
    if (newest === undefined || older === undefined) return newest;
    // The newest begins with the time that the older one ends in.
    return { ...newest, watched: [...older.watched.slice(0, -1), ...newest.watched] };
  };
  // The month that is written to stays open, so that it is read once and not with every heartbeat.
  const openMonth = (id: string) => openStream(log, slotMonitorKind, id, writing);
  let opened: Awaited<ReturnType<typeof openMonth>> | undefined;
  return {
    find,
    async keep({ fromMs, toMs }, news) {
      const id = `${monitorId}@${new Date(toMs).toISOString().slice(0, 7)}`;
      if (opened?.id !== id) opened = await openMonth(id);
      const past = opened.state === undefined ? await find() : undefined;
      const watched = { type: "monitor.watched", data: { fromMs, toMs, news: toData(news) } } as const;
      await opened.append((month) => {
        if (month !== undefined) return [watched];
        const known = new Map((past?.told ?? []).map((each) => [each.symptom.key, each]));
        const data = {
          ...{ monitorId, begunMs: past?.begunMs ?? fromMs },
          last: past?.watched.at(-1) ?? { fromMs, toMs: fromMs },
          told: toData([...withoutOld(known, toMs).values()]),
          untold: toData(past?.untold ?? []),
        };
        return [{ type: "monitor.carried", data }, watched];
      });
    },
    async confirm(told) {
      const names = told.map(({ symptom }) => tellingName(symptom));
      await opened?.append((month) =>
        month === undefined ? [] : [{ type: "monitor.told", data: { names } }],
      );
    },
  };
}

function toData(told: readonly SlotTelling[]) {
  return told.map(({ symptom, slotIds }) => ({ symptom, slotIds: [...slotIds] }));
}
