import {
  createMomentText,
  formatDuration,
  type InstantPeriod,
  type Schedule,
  slotsBetween,
} from "@spm-ops/core";
import type { BusinessPeriod } from "./business-period.js";
import { type CoveredPeriod, coveredPeriod } from "./covered-period.js";
import type { ReceivedDelivery } from "./delivery-remark.js";

/** When deliveries of a feed are due, and of what. */
export interface DeliveryExpectation {
  readonly feed: string;
  /** One delivery is due at each of its slots that it does not skip. */
  readonly schedule: Schedule;
  /**
   * The business period of the delivery due at a slot; a delivery counts for the slot of its period, whenever it comes.
   * Without it a delivery counts for the slot into whose time it falls.
   */
  readonly covers?: CoveredPeriod | undefined;
  /** So long after its slot a delivery still is on time. @defaultValue 0 */
  readonly graceMs?: number | undefined;
  /** So long before its slot a delivery is not early yet; without `covers`, a slot's time begins there. @defaultValue 86_400_000, a day */
  readonly opensBeforeMs?: number | undefined;
}

/** What became of one delivery that was expected. Plain JSON. */
export interface ExpectedDelivery {
  readonly feed: string;
  readonly slotId: string;
  readonly period?: BusinessPeriod | undefined;
  /** When it is due, grace included, in milliseconds since 1970. */
  readonly dueAt: number;
  /** `awaited`: nothing came, and there still is time. */
  readonly state: "on-time" | "early" | "late" | "missing" | "awaited";
  /** The delivery that counts. */
  readonly fileName?: string | undefined;
  readonly receivedAt?: number | undefined;
  readonly words: string;
}

/** What became of the slots of one expectation, and the deliveries that counted for one. */
export interface JudgedExpectation {
  readonly expected: readonly ExpectedDelivery[];
  readonly counted: ReadonlySet<ReceivedDelivery>;
}

interface DueSlot {
  readonly slotId: string;
  readonly instantMs: number;
  readonly period: BusinessPeriod | undefined;
}

/** Holds the deliveries of one feed, in the order in which they came, against its slots. */
export function judgeExpectation(
  expectation: DeliveryExpectation,
  deliveries: readonly ReceivedDelivery[],
  { period, nowMs }: { readonly period: InstantPeriod; readonly nowMs: number },
): JudgedExpectation {
  const slots = dueSlots(expectation, period);
  const counted = new Set<ReceivedDelivery>();
  const expected = slots.map((slot, at) => {
    const isOurs = belongsTo(expectation, slot, slots[at + 1]);
    const delivery = deliveries.find((each) => !counted.has(each) && isOurs(each));
    if (delivery !== undefined) counted.add(delivery);
    return judgeSlot(expectation, slot, { delivery, nowMs });
  });
  return { expected, counted };
}

function dueSlots({ schedule, covers }: DeliveryExpectation, period: InstantPeriod): readonly DueSlot[] {
  return [...slotsBetween(schedule, period)]
    .filter(({ skippedBy }) => skippedBy === undefined)
    .map(({ id, instantMs, nominal }) => ({
      slotId: id,
      instantMs,
      period:
        covers === undefined ? undefined : coveredPeriod(nominal.slice(0, 10), covers, schedule.calendar),
    }));
}

const DAY_MS = 86_400_000;

function belongsTo(
  { opensBeforeMs = DAY_MS }: DeliveryExpectation,
  slot: DueSlot,
  next: DueSlot | undefined,
) {
  if (slot.period !== undefined) return ({ period }: ReceivedDelivery) => period === slot.period;
  const endsAt = (next?.instantMs ?? Number.POSITIVE_INFINITY) - opensBeforeMs;
  return ({ receivedAt }: ReceivedDelivery) =>
    receivedAt >= slot.instantMs - opensBeforeMs && receivedAt < endsAt;
}

function judgeSlot(
  { feed, schedule, graceMs = 0, opensBeforeMs = DAY_MS }: DeliveryExpectation,
  { slotId, instantMs, period }: DueSlot,
  { delivery, nowMs }: { readonly delivery: ReceivedDelivery | undefined; readonly nowMs: number },
): ExpectedDelivery {
  const dueAt = instantMs + graceMs;
  const due = createMomentText(schedule.document.zone).full(dueAt);
  const what = period === undefined ? feed : `${feed} of ${period}`;
  const told = { feed, slotId, period, dueAt };
  if (delivery === undefined) {
    const state = nowMs > dueAt ? "missing" : "awaited";
    const words =
      state === "missing"
        ? `${what} was due by ${due} and is missing for ${formatDuration(nowMs - dueAt)}.`
        : `${what} is awaited by ${due}.`;
    return { ...told, state, words };
  }
  const { name: fileName, receivedAt } = delivery;
  const aheadMs = instantMs - opensBeforeMs - receivedAt;
  const state = receivedAt > dueAt ? "late" : aheadMs > 0 ? "early" : "on-time";
  const how = {
    late: `came ${formatDuration(receivedAt - dueAt)} late`,
    early: `came ${formatDuration(aheadMs)} before anybody expected it`,
    "on-time": "came in time",
  }[state];
  const words = `${what} was due by ${due} and ${how}, as ${fileName}.`;
  return { ...told, state, fileName, receivedAt, words };
}
