import type { InstantPeriod } from "@spm-ops/core";
import type { BusinessPeriod } from "./business-period.js";
import {
  type DeliveryRemark,
  type ReceivedDelivery,
  remarkOn,
  remarkOnUncounted,
} from "./delivery-remark.js";
import { type DeliveryExpectation, type ExpectedDelivery, judgeExpectation } from "./expected-delivery.js";

/** What was expected, and what came. */
export interface DeliveriesToJudge {
  readonly expectations: readonly DeliveryExpectation[];
  /** The time of which every slot is judged. */
  readonly period: InstantPeriod;
  /** Until when what has not come can still come, in milliseconds since 1970. */
  readonly nowMs: number;
  /** What came for the slots of that time, names that no feed knows included. */
  readonly deliveries: readonly ReceivedDelivery[];
  /** What came before them, to know content and names again. @defaultValue nothing */
  readonly earlier?: readonly ReceivedDelivery[] | undefined;
  /** Periods that take no delivery any more. @defaultValue none */
  readonly closedPeriods?: readonly BusinessPeriod[] | undefined;
}

/** The whole population: what was expected, each with one outcome, and all that there is to say of what came. Plain JSON. */
export interface DeliveriesJudgement {
  readonly expected: readonly ExpectedDelivery[];
  /** In the order in which the deliveries came. A delivery that counts and is unlike any other has none. */
  readonly remarks: readonly DeliveryRemark[];
}

/**
 * Holds what came against what business calendars say should have come.
 *
 * Every slot gets exactly one outcome, and every delivery either counts for one slot or gets a remark that says why
 * not. The first delivery for a slot counts, a later one is remarked as repeated.
 *
 * @throws RangeError for an expectation that covers working days without a calendar.
 */
export function judgeDeliveries(asked: DeliveriesToJudge): DeliveriesJudgement {
  const { expectations, period, nowMs, earlier = [], closedPeriods = [] } = asked;
  const deliveries = [...asked.deliveries].sort((a, b) => a.receivedAt - b.receivedAt);
  const judged = expectations.map((expectation) => {
    const ours = deliveries.filter(({ feed }) => feed === expectation.feed);
    return judgeExpectation(expectation, ours, { period, nowMs });
  });
  const counted = new Set(judged.flatMap((each) => [...each.counted]));
  const feeds = new Set(expectations.map(({ feed }) => feed));
  const closed = new Set(closedPeriods);
  const remarks = deliveries.flatMap((delivery, at) => {
    const before = [...earlier, ...deliveries.slice(0, at)];
    const own = remarkOn(delivery, { earlier: before, closedPeriods: closed });
    if (counted.has(delivery)) return own;
    const other = deliveries.slice(0, at).find((each) => counted.has(each) && isOfSame(each, delivery));
    const isExpected = delivery.feed !== undefined && feeds.has(delivery.feed);
    return [remarkOnUncounted(delivery, other, isExpected), ...own];
  });
  return { expected: judged.flatMap(({ expected }) => expected), remarks };
}

/** Whether both are of one feed and period. Without a period, whatever a slot did not take came after the one it took. */
function isOfSame(a: ReceivedDelivery, b: ReceivedDelivery): boolean {
  return a.feed === b.feed && a.period === b.period;
}
