import type { SlotPolicy } from "./slot-policy.js";
import { byStart, type SlotRun } from "./slot-run.js";
import type { SlotWindow } from "./slot-window.js";

/** Which run is the run of which slot, by the slot's id. */
export interface MatchedRuns {
  readonly bySlot: ReadonlyMap<string, SlotRun>;
  /** Runs that nobody asked for, and that belong to no slot, or to one that has its run. In order of their beginning. */
  readonly strays: readonly SlotRun[];
}

/**
 * Finds the run of each slot.
 *
 * A run that names its slot keeps it, however late; the earliest of several. Of those that name none, the nearest in the
 * slot's window is its run, when the slot has none by name. A manual run counts where the policy says so. Whatever else
 * began by itself is a stray, also where the schedule passes its slot over.
 *
 * @param windows in the order of their slots.
 * @param runs in order of their beginning, each once.
 */
export function matchRuns(
  windows: readonly SlotWindow[],
  runs: readonly SlotRun[],
  { manualRuns }: Pick<SlotPolicy, "manualRuns">,
): MatchedRuns {
  const slotIds = new Set(windows.map(({ slot }) => slot.id));
  const bySlot = new Map<string, SlotRun>();
  const strays: SlotRun[] = [];
  for (const run of runs) {
    const { slotId } = run;
    if (slotId === undefined || !slotIds.has(slotId)) continue;
    if (!bySlot.has(slotId)) bySlot.set(slotId, run);
    else if (run.trigger === "automatic" && run.startedMs !== undefined) strays.push(run);
  }
  const named = new Set(bySlot.keys());
  for (const run of runs) {
    const { slotId, trigger, startedMs } = run;
    if (slotId !== undefined || trigger === "related" || startedMs === undefined) continue;
    if (trigger === "manual" && manualRuns === "ignore") continue;
    const window = windowAt(windows, startedMs);
    const holder = window && bySlot.get(window.slot.id);
    const isTaken = window === undefined || named.has(window.slot.id);
    const loser = isTaken || isNearer(holder, run, window.slot.instantMs) ? run : holder;
    if (loser !== run && window !== undefined) bySlot.set(window.slot.id, run);
    if (loser?.trigger === "automatic") strays.push(loser);
  }
  return { bySlot, strays: strays.sort(byStart) };
}

/** Whether the run that a slot has is at least as near as another. */
function isNearer(holder: SlotRun | undefined, run: SlotRun, instantMs: number): boolean {
  if (holder?.startedMs === undefined || run.startedMs === undefined) return false;
  return Math.abs(holder.startedMs - instantMs) <= Math.abs(run.startedMs - instantMs);
}

/** The window that a moment lies in, if a run is to be expected there. */
function windowAt(windows: readonly SlotWindow[], ms: number): SlotWindow | undefined {
  let [from, to] = [0, windows.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((windows[middle]?.fromMs ?? Infinity) <= ms) from = middle + 1;
    else to = middle;
  }
  // Slots of one instant share one window; no more than one of them is to run.
  const last = windows[from - 1]?.fromMs;
  for (let place = from - 1; windows[place]?.fromMs === last; place -= 1) {
    const window = windows[place];
    if (window === undefined) return undefined;
    if (window.excuse === undefined && ms <= window.untilMs) return window;
  }
  return undefined;
}
