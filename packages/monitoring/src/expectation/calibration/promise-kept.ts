import { binomialInterval, type RateInterval } from "../../statistics/binomial-interval.js";

/** How often normal runs were called odd, beside what was promised. */
export interface PromiseReport {
  /** For both sides together. */
  readonly promised: number;
  /** Figures judged in the newest days. */
  readonly judged: number;
  /** Of these, told as odd. */
  readonly told: number;
  /** Of these, those of which a person said that something was wrong. */
  readonly real: number;
  /** What was told and not confirmed, as a rate of all that was judged. Unanswered alerts count as false. */
  readonly realised: number;
  /** Where the true rate lies, 19 times in 20. */
  readonly interval: RateInterval;
}

const DAYS = 90;

interface DayCount {
  judged: number;
  promised: number;
  told: number;
  real: number;
}

export interface PromiseLedger {
  judged(day: number, perSide: number, isTold: boolean): void;
  /** A person said that what was told was real, or takes it back. */
  confirm(day: number, by: 1 | -1): void;
  report(): PromiseReport;
}

/** Counts the judgements of the newest 90 days. */
export function createPromiseLedger(): PromiseLedger {
  const days = new Map<number, DayCount>();
  let newest = Number.NEGATIVE_INFINITY;
  const dayOf = (day: number): DayCount => {
    const count = days.get(day) ?? { judged: 0, promised: 0, told: 0, real: 0 };
    days.set(day, count);
    if (day > newest) {
      newest = day;
      for (const past of days.keys()) if (past < day - DAYS) days.delete(past);
    }
    return count;
  };
  return {
    judged(day, perSide, isTold) {
      const count = dayOf(day);
      count.judged += 1;
      count.promised += 2 * perSide;
      if (isTold) count.told += 1;
    },
    confirm(day, by) {
      const count = days.get(day);
      if (count !== undefined) count.real += by;
    },
    report() {
      const sum = (field: keyof DayCount) =>
        [...days.values()].reduce((total, count) => total + count[field], 0);
      const judged = sum("judged");
      const [told, real] = [sum("told"), sum("real")];
      const unconfirmed = Math.max(0, told - real);
      return {
        promised: judged === 0 ? 0 : sum("promised") / judged,
        judged,
        told,
        real,
        realised: judged === 0 ? 0 : unconfirmed / judged,
        interval: binomialInterval(unconfirmed, judged),
      };
    },
  };
}
