import type { GuideSchedule } from "../../guide/guide.js";
import { openStream } from "../../log/stream.js";
import type { RunState } from "../../run/run-state.js";
import { isSpmError } from "../../spm-error.js";
import { isDecided, type SlotState, slotKind, slotOf, toFacts } from "./slot-kind.js";
import { toRunId } from "./slot-run.js";
import { slotTurn } from "./slot-turn.js";
import type { SlotServices } from "./slot-watch-options.js";
import { queuedSlots, unfinishedRuns } from "./slots-ahead.js";

/** What came of the slots that were to run. */
export interface BegunRuns {
  readonly runIds: readonly string[];
  /** Why some have no run: their input does not fit, or could not be made. */
  readonly refusals: readonly unknown[];
}

/**
 * Asks for the runs of the slots whose turn it is, in order of time, and gives each of them its outcome.
 *
 * Safe to call again after any crash: a run that was asked for already is found by its id.
 */
export async function beginRuns(
  services: SlotServices,
  scheduled: GuideSchedule,
  signal: AbortSignal,
): Promise<BegunRuns> {
  const { log } = services;
  const { schedule, procedureId } = scheduled;
  const runIds: string[] = [];
  const refusals: unknown[] = [];
  for (const slot of await queuedSlots(log, schedule.id)) {
    signal.throwIfAborted();
    const runId = toRunId(slot.slotId);
    const unfinished = await unfinishedRuns(log, { scheduleId: schedule.id, procedureId });
    const ahead = unfinished.filter((each) => each !== runId);
    // What is in the queue stays there until it is its turn, also where new slots are not let in.
    if (slotTurn(schedule.document.overlappingRuns, ahead) !== "now") break;
    const asked = await askForRun(services, scheduled, slot);
    if ("run" in asked) runIds.push(runId);
    else refusals.push(asked.refusal);
    await decide(services, slot, asked);
  }
  return { runIds, refusals };
}

type Asked = { readonly run: RunState } | { readonly refusal: unknown; readonly issues: readonly string[] };

/** A slot for which no run can be asked has that for its outcome: it would keep all later ones from running. */
async function askForRun(
  { runner, writing }: SlotServices,
  { procedureId, input }: GuideSchedule,
  slot: SlotState,
): Promise<Asked> {
  let given: unknown;
  try {
    given = input(slotOf(slot));
  } catch (refusal) {
    const why = refusal instanceof Error ? refusal.message : String(refusal);
    return { refusal, issues: [`its input cannot be made: ${why}`] };
  }
  const { slotId } = slot;
  try {
    const request = { procedureId, input: given, runId: toRunId(slotId), slotId, actor: writing.actor };
    return { run: await runner.request(request) };
  } catch (refusal) {
    if (!isSpmError(refusal, "run.refused")) throw refusal;
    return { refusal, issues: refusal.details.issues };
  }
}

async function decide(
  { log, writing, inTimeMs }: SlotServices,
  slot: SlotState,
  asked: Asked,
): Promise<void> {
  const facts = toFacts(slotOf(slot), slot.guideHash);
  const stream = await openStream(log, slotKind, slot.slotId, writing);
  await stream.append((present) => {
    if (present !== undefined && isDecided(present)) return [];
    if ("issues" in asked) return [{ type: "slot.missed", data: { ...facts, issues: [...asked.issues] } }];
    const { runId, requestedAt } = asked.run;
    const type = requestedAt <= slot.instantMs + inTimeMs ? "slot.ran" : "slot.late";
    return [{ type, data: { ...facts, runId } }];
  });
}
