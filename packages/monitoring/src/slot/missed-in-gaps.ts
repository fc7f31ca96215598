import { toLocalTime } from "@spm-ops/core";
import type { Symptom } from "../incident/symptom.js";
import type { SlotFinding } from "./slot-finding.js";
import { isMissedInGap, type SlotSubject, type SlotTelling } from "./slot-symptoms.js";

/** What was judged of one schedule. */
export interface JudgedSchedule extends SlotSubject {
  readonly slots: readonly SlotFinding[];
}

/** So many slots are written out; the others are counted. */
const MOST_WRITTEN = 20;
const MOST_NAMED = 3;

/** The slots that one gap has cost in one environment. */
interface Loss {
  readonly fromMs: number;
  readonly toMs: number;
  readonly environment: string | undefined;
  readonly missed: { readonly subject: string; readonly finding: SlotFinding }[];
}

/**
 * What is to be told of the slots that were missed while the monitor did not watch: one symptom a gap and environment,
 * however many they are, raised at the moment at which the first of them was missed, and cleared when all are made good.
 */
export function missedInGaps(judged: readonly JudgedSchedule[]): readonly SlotTelling[] {
  const losses = new Map<string, Loss>();
  for (const { slots, subject, environment } of judged) {
    for (const finding of slots) {
      const gap = finding.missedInGap;
      if (gap === undefined || !isMissedInGap(finding)) continue;
      const at = new Date(gap.fromMs).toISOString();
      const key = `missed-in-gap:${environment === undefined ? "" : `${environment}:`}${at}`;
      const loss = losses.get(key) ?? { fromMs: gap.fromMs, toMs: gap.toMs, environment, missed: [] };
      loss.missed.push({ subject, finding });
      losses.set(key, loss);
    }
  }
  return [...losses].flatMap(([key, loss]) => tellLoss(key, loss));
}

function tellLoss(key: string, { fromMs, toMs, environment, missed }: Loss): readonly SlotTelling[] {
  const inOrder = missed.toSorted((one, other) => one.finding.missedMs - other.finding.missedMs);
  const subjects = [...new Set(inOrder.map(({ subject }) => subject))];
  const ends = inOrder.map(({ finding }) => finding.madeGoodMs ?? Infinity);
  const symptom = {
    key,
    kind: "missed",
    severity: "critical",
    subject: subjects.length > MOST_NAMED ? `${subjects.length} procedures` : subjects.join(", "),
    ...(environment === undefined ? {} : { environment }),
  } as const;
  const slotIds = inOrder.map(({ finding }) => finding.slot.id);
  const said = inOrder.map(
    ({ subject, finding: { slot } }) => `${subject} for ${slot.nominal} (${slot.zone})`,
  );
  const rest = said.length > MOST_WRITTEN ? `, and ${said.length - MOST_WRITTEN} more` : "";
  const away = `from ${toLocalTime(fromMs, "UTC")} to ${toLocalTime(toMs, "UTC")} UTC`;
  const slots = `${said.slice(0, MOST_WRITTEN).join(", ")}${rest}`;
  const raised: Symptom = {
    ...symptom,
    state: "raised",
    at: Math.min(...inOrder.map(({ finding }) => finding.missedMs)),
    explanation: `While the monitor did not watch, ${away}, no run began for ${said.length} slots: ${slots}.`,
  };
  const endMs = Math.max(...ends);
  if (endMs === Infinity) return [{ symptom: raised, slotIds }];
  const explanation = `All ${said.length} slots that were missed while the monitor did not watch, ${away}, are made good.`;
  const cleared: Symptom = { ...symptom, state: "cleared", at: endMs, explanation };
  return [raised, cleared].map((each) => ({ symptom: each, slotIds }));
}
