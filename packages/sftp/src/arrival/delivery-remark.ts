import type { BusinessPeriod } from "./business-period.js";

/** A delivery as it is judged against what was expected. */
export interface ReceivedDelivery {
  /** The feed that knows its name; absent when none does. */
  readonly feed?: string | undefined;
  readonly name: string;
  /** Milliseconds since 1970 by our clock. */
  readonly receivedAt: number;
  /** The business period that its name tells, as `toBusinessPeriod` spells it. */
  readonly period?: BusinessPeriod | undefined;
  /** Of its content, in lower-case hexadecimal, once it was fetched. */
  readonly sha256?: string | undefined;
}

/**
 * Something about a delivery that somebody should know. Plain JSON.
 *
 * `unexpected`: no feed knows its name, or nothing is expected of its period or at its time. `repeated`: its slot has
 * another delivery that came before it. `duplicate-content`: these very bytes came before. `same-name-new-content`: the
 * name came before with other bytes. `closed-period`: its period takes nothing any more.
 */
export interface DeliveryRemark {
  readonly code: "unexpected" | "repeated" | "duplicate-content" | "same-name-new-content" | "closed-period";
  readonly feed?: string | undefined;
  readonly fileName: string;
  readonly receivedAt: number;
  /** The name of the delivery before, where the remark is about two. */
  readonly earlierName?: string | undefined;
  readonly words: string;
}

/** What is known beside a delivery: what came before it, and what is closed. */
export interface RemarkSurroundings {
  /** Deliveries that came before it, in the order in which they came. */
  readonly earlier: readonly ReceivedDelivery[];
  readonly closedPeriods: ReadonlySet<BusinessPeriod>;
}

/** The remarks that a delivery's content, name and period give rise to. */
export function remarkOn(delivery: ReceivedDelivery, known: RemarkSurroundings): readonly DeliveryRemark[] {
  const { name, period, sha256 } = delivery;
  const remarks: DeliveryRemark[] = [];
  const isSame = (each: ReceivedDelivery) => each.sha256 === sha256;
  const same = sha256 === undefined ? undefined : known.earlier.findLast(isSame);
  const named = known.earlier.findLast((each) => each.name === name && each.sha256 !== undefined);
  if (same !== undefined) {
    const words = `${name} has the very content of ${same.name}, which came before.`;
    remarks.push(toRemark("duplicate-content", delivery, words, same.name));
  } else if (named !== undefined && sha256 !== undefined) {
    const words = `${name} came before with other content.`;
    remarks.push(toRemark("same-name-new-content", delivery, words, named.name));
  }
  if (period !== undefined && known.closedPeriods.has(period)) {
    remarks.push(toRemark("closed-period", delivery, `${name} is of ${period}, which is closed.`));
  }
  return remarks;
}

/** The remark on a delivery that counts for no slot. */
export function remarkOnUncounted(
  delivery: ReceivedDelivery,
  counted: ReceivedDelivery | undefined,
  isExpected: boolean,
): DeliveryRemark {
  const { feed, name, period } = delivery;
  if (counted !== undefined) {
    const words = `${name} came after ${counted.name}, which counts.`;
    return toRemark("repeated", delivery, words, counted.name);
  }
  const what = period === undefined ? "at its time" : `of ${period}`;
  const words =
    feed === undefined
      ? `No feed knows the name ${name}.`
      : isExpected
        ? `${name} was not expected: nothing of ${feed} is due ${what}.`
        : `${name} was not expected: nothing of ${feed} is due at all.`;
  return toRemark("unexpected", delivery, words);
}

function toRemark(
  code: DeliveryRemark["code"],
  { feed, name, receivedAt }: ReceivedDelivery,
  words: string,
  earlierName?: string,
): DeliveryRemark {
  return { code, feed, fileName: name, receivedAt, earlierName, words };
}
