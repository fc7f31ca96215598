import { foldStream, type Log, openStream, type Stream, type StreamWriting } from "@spm-ops/core";
import { tellingName } from "../incident/spell.js";
import type { Symptom } from "../incident/symptom.js";
import { type AnnouncedChange, type RunMonitorMonth, runMonitorKind } from "./run-monitor-kind.js";
import { newsOf, withoutOldNews } from "./run-tellings.js";

/** What a monitor of runs knows of its own past. Several that bear one name are one monitor. */
export interface RunMonitorMemory {
  /** Begins to watch, or goes on; from now on `month` is known. */
  open(nowMs: number): Promise<RunMonitorMonth>;
  /** Keeps what of some symptoms is news, also beside others that watch; told is what was not told before. */
  keep(symptoms: readonly Symptom[], nowMs: number): Promise<RunMonitorMonth>;
  /** Keeps that symptoms were told. */
  confirm(told: readonly Symptom[]): Promise<void>;
  announce(change: AnnouncedChange, nowMs: number): Promise<void>;
  /** All changes that were ever announced, in the order of the months. */
  changes(): Promise<readonly AnnouncedChange[]>;
}

type MonthStream = Stream<typeof runMonitorKind.events, RunMonitorMonth>;

/** Keeps what a monitor has to know in core's log. */
export function createRunMonitorMemory(
  log: Log,
  monitorId: string,
  writing: StreamWriting,
): RunMonitorMemory {
  const months = (limit?: number) =>
    log.list({ kind: runMonitorKind.name, subject: monitorId, first: "newest", limit });
  const findNewest = async () => {
    for await (const { stream } of months(1)) return foldStream(runMonitorKind, await log.read(stream));
    return undefined;
  };
  let opened: MonthStream | undefined;
  /** The stream of the month, which begins with what stood at the end of the one before. */
  const openMonth = async (nowMs: number): Promise<MonthStream> => {
    const id = `${monitorId}@${new Date(nowMs).toISOString().slice(0, 7)}`;
    if (opened?.id === id) return opened;
    const stream = await openStream(log, runMonitorKind, id, writing);
    const past = stream.state === undefined ? await findNewest() : undefined;
    await stream.append((month) => (month === undefined ? [toCarried(monitorId, past, nowMs)] : []));
    opened = stream;
    return stream;
  };

  const open = async (nowMs: number) => {
    const stream = await openMonth(nowMs);
    await stream.refresh();
    return stateOf(stream);
  };
  return {
    open,
    async keep(symptoms, nowMs) {
      const stream = await openMonth(nowMs);
      await stream.append((month) => {
        const news = newsOf(month?.told ?? new Map(), symptoms);
        return news.length === 0 ? [] : [{ type: "monitor.found", data: { symptoms: [...news] } }];
      });
      return stateOf(stream);
    },
    async confirm(told) {
      const names = told.map(tellingName);
      await opened?.append(() => [{ type: "monitor.told", data: { names } }]);
    },
    async announce(change, nowMs) {
      const stream = await openMonth(nowMs);
      await stream.append(() => [{ type: "change.announced", data: change }]);
    },
    async changes() {
      const announced: AnnouncedChange[] = [];
      for await (const { stream } of months()) {
        announced.unshift(...(foldStream(runMonitorKind, await log.read(stream))?.changes ?? []));
      }
      return announced;
    },
  };
}

function toCarried(monitorId: string, past: RunMonitorMonth | undefined, nowMs: number) {
  const data = {
    monitorId,
    begunMs: past?.begunMs ?? nowMs,
    told: [...withoutOldNews(past?.told ?? new Map(), nowMs).values()],
    untold: [...(past?.untold ?? [])],
  };
  return { type: "monitor.carried", data } as const;
}

function stateOf({ id, state }: MonthStream): RunMonitorMonth {
  if (state === undefined) throw new TypeError(`${id} has not begun`);
  return state;
}
