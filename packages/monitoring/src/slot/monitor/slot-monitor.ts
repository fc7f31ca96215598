import { createRedactor, type InstantPeriod, systemClock } from "@spm-ops/core";
import { type ClockStanding, judgeClock, toClockSymptom } from "../clock-skew.js";
import { missedInGaps } from "../missed-in-gaps.js";
import { type SlotTelling, toSlotTellings } from "../slot-symptoms.js";
import { type JudgedSchedules, judgeSchedules } from "./judge-schedules.js";
import { createSlotMonitorMemory, type SlotMonitorMemory } from "./slot-monitor-memory.js";
import { parseMonitorOptions, type SlotMonitorOptions } from "./slot-monitor-options.js";
import { afterTellings, findNews, type ToldSymptoms, withoutOld } from "./slot-news.js";
import { tellNews } from "./tell-news.js";

/** The watch over slots and their runs. It judges what was recorded, and never schedules anything. */
export interface SlotMonitor {
  /**
   * Judges all slots of late, tells what is new, and gives the findings. To be called again and again, a few times within
   * `maxGapMs`; where it is not, the time between was not watched.
   */
  look(call?: { readonly signal?: AbortSignal | undefined }): Promise<JudgedSchedules>;
}

/** What a monitor knows of itself between two looks. */
interface Standing {
  readonly begunMs: number;
  readonly watched: readonly InstantPeriod[];
  readonly told: ToldSymptoms;
  readonly untold: readonly SlotTelling[];
  /** Until when its watching is kept; absent while none is. */
  readonly keptToMs: number | undefined;
}

/**
 * Creates the watch over slots. Nothing happens before the first `look`, and slots before it are not judged.
 *
 * Nothing is known but what is in the log, so it may be made anew at any time, and several may watch. What is to be told
 * is kept before it is told, so none is lost; after a crash it may be told twice, and then it is the very same.
 *
 * @throws SpmError `config.invalid` with everything that is wrong.
 */
export function createSlotMonitor(options: SlotMonitorOptions): SlotMonitor {
  const { log, clock = systemClock, redactor = createRedactor(), onSymptom } = options;
  const { monitor, schedules, lookbackMs, heartbeatMs, maxGapMs } = parseMonitorOptions(options);
  const actor = { kind: "service", id: monitor } as const;
  const memory = createSlotMonitorMemory(log, monitor, { actor, redactor });
  const knownClocks = new Map<string, ClockStanding>();
  let standing: Standing | undefined;

  const look = async (signal: AbortSignal): Promise<JudgedSchedules> => {
    signal.throwIfAborted();
    const nowMs = clock.now();
    const before = standing ?? (await recall(memory, nowMs));
    const watched = watchOn(before.watched, nowMs, maxGapMs);
    const seen = before.watched.at(-1);
    // Where a gap begins is part of what is told of it: it is kept before anything is.
    const isBack = seen !== undefined && watched.length > before.watched.length;
    if (isBack && seen.toMs !== before.keptToMs) await memory.keep(seen, []);
    const fromMs = Math.max(before.begunMs, Math.min(seen?.toMs ?? nowMs, nowMs) - lookbackMs);
    const clocks = lookAtClocks(options, knownClocks);
    const { runsFromOutside } = options;
    const world = { log, runsFromOutside, fromMs, nowMs, watched, clockOffsets: clocks.offsets };
    const { judged, failures } = await judgeSchedules(schedules, world, signal);
    const tellings = [...clocks.tellings, ...missedInGaps(judged), ...judged.flatMap(tellSchedule)];
    const news = findNews(before.told, tellings, { nowMs, isWell: createIsWell(judged) });
    const kept = { before, watched, news };
    const keptToMs = await keepLook(kept, memory, heartbeatMs);
    const told = withoutOld(afterTellings(before.told, news), nowMs);
    // From here on it is known, whatever comes of the telling.
    standing = { ...before, watched, told, keptToMs, untold: [...before.untold, ...news] };
    const telling = await tellNews(standing.untold, { memory, onSymptom }, signal);
    standing = { ...standing, untold: telling.untold };
    return { judged, failures: [...failures, ...telling.failures] };
  };

  let turn: Promise<unknown> = Promise.resolve();
  return {
    look({ signal = new AbortController().signal } = {}) {
      const looking = turn.then(() => look(signal));
      turn = looking.catch(() => undefined);
      return looking;
    },
  };
}

/** What a look has brought. */
interface Looked {
  readonly before: Standing;
  readonly watched: readonly InstantPeriod[];
  readonly news: readonly SlotTelling[];
}

/** Keeps a look where there is something to tell, where it begins a time, or the last was kept too long ago. */
async function keepLook(
  { before: { keptToMs, untold }, watched, news }: Looked,
  memory: SlotMonitorMemory,
  heartbeatMs: number,
): Promise<number | undefined> {
  const last = watched.at(-1);
  if (last === undefined) return keptToMs;
  const isNew = keptToMs === undefined || keptToMs < last.fromMs;
  const isQuiet = news.length === 0 && untold.length === 0;
  if (!isNew && isQuiet && last.toMs - keptToMs < heartbeatMs) return keptToMs;
  await memory.keep(last, news);
  return last.toMs;
}

async function recall(memory: ReturnType<typeof createSlotMonitorMemory>, nowMs: number): Promise<Standing> {
  const month = await memory.find();
  if (month === undefined)
    return { begunMs: nowMs, watched: [], told: new Map(), untold: [], keptToMs: undefined };
  const { begunMs, watched, untold } = month;
  const told = new Map(month.told.map((telling) => [telling.symptom.key, telling]));
  return { begunMs, watched, told, untold, keptToMs: watched.at(-1)?.toMs };
}

/** The watched times after one more look: the last one goes on, or another begins after a gap. */
function watchOn(
  watched: readonly InstantPeriod[],
  nowMs: number,
  maxGapMs: number,
): readonly InstantPeriod[] {
  const last = watched.at(-1);
  if (last === undefined || nowMs - last.toMs > maxGapMs) return [...watched, { fromMs: nowMs, toMs: nowMs }];
  return [...watched.slice(0, -1), { fromMs: last.fromMs, toMs: Math.max(last.toMs, nowMs) }];
}

function lookAtClocks({ clientClocks, clockPolicy }: SlotMonitorOptions, known: Map<string, ClockStanding>) {
  const offsets = new Map<string, number>();
  const tellings: SlotTelling[] = [];
  for (const [client, pairs] of clientClocks?.() ?? []) {
    const clock = judgeClock(pairs, clockPolicy, known.get(client));
    if (clock === undefined) continue;
    known.set(client, clock);
    offsets.set(client, clock.offsetMs);
    tellings.push({ symptom: toClockSymptom(client, clock), slotIds: [] });
  }
  return { offsets, tellings };
}

function tellSchedule(judged: JudgedSchedules["judged"][number]): readonly SlotTelling[] {
  const { subject, environment, upstream } = judged;
  return toSlotTellings(judged, {
    subject,
    ...(environment === undefined ? {} : { environment }),
    ...(upstream === undefined ? {} : { upstream }),
  });
}

function createIsWell(judged: JudgedSchedules["judged"]): (slotId: string) => boolean {
  const well = new Set<string>();
  for (const { slot, verdict, madeGoodMs } of judged.flatMap(({ slots }) => slots)) {
    if (verdict === "started" || verdict === "excused" || madeGoodMs !== undefined) well.add(slot.id);
  }
  return (slotId) => well.has(slotId);
}
