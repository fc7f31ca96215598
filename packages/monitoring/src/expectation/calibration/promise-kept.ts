import { z } from "zod";
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

/** The counts of each day as they are kept. */
export const promiseLedgerSnapshot = z.array(
  z.object({
    day: z.number(),
    judged: z.number(),
    promised: z.number(),
    told: z.number(),
    real: z.number(),
  }),
);

export type PromiseLedgerSnapshot = z.output<typeof promiseLedgerSnapshot>;
type DayCount = PromiseLedgerSnapshot[number];

export interface PromiseLedger {
  judged(day: number, perSide: number, isTold: boolean): void;
  /** A person said that what was told was real, or takes it back. */
  confirm(day: number, by: 1 | -1): void;
  report(): PromiseReport;
  snapshot(): PromiseLedgerSnapshot;
}

/** Counts the judgements of the newest 90 days. */
export function createPromiseLedger(kept: PromiseLedgerSnapshot = []): PromiseLedger {
  const days = new Map(kept.map((count) => [count.day, { ...count }]));
  let newest = Math.max(...days.keys());
  const dayOf = (day: number): DayCount => {
    const known = days.get(day);
    if (known !== undefined) return known;
    const count = { day, judged: 0, promised: 0, told: 0, real: 0 };
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
    snapshot: () => [...days.values()].map((count) => ({ ...count })),
  };
}
