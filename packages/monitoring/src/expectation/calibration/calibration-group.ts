import { FIGURE_KINDS, type FigureKind } from "../figure.js";

/** Figures whose surprises are compared with each other; the same object for the same group. */
export interface CalibrationGroup {
  /** Names of the pools to look into, from the most to the least particular; the first that is large enough is used. */
  readonly pools: readonly string[];
  /** Scores beyond it are no normal runs; they join the pools only when a person says that they were expected. */
  readonly farthestNormal: number;
}

/** What decides the group of a figure. */
interface Grouped {
  readonly kind: FigureKind;
  readonly isMonthEnd: boolean;
  /** Runs that the forecast rested on. */
  readonly runs: number;
}

const AGES = ["new", "young", "old"] as const;
const YOUNG_FROM = 8;
const OLD_FROM = 31;

/** Queues are empty most of the time and long now and then: of lateness nothing is too far to be normal. */
const FARTHEST_NORMAL = 4.5;
const FARTHEST_LATENESS = 9.5;

/** Up to which score a pool, by its name, takes in runs that nobody has answered for. */
export function farthestNormalOf(pool: string): number {
  return pool.startsWith("lateness" satisfies FigureKind) ? FARTHEST_LATENESS : FARTHEST_NORMAL;
}

const ofKind = (kind: FigureKind, when: string): readonly CalibrationGroup[] =>
  AGES.map((age) => ({
    pools: [`${kind}, ${when}, ${age}`, `${kind}, ${when}`, kind],
    farthestNormal: farthestNormalOf(kind),
  }));

const GROUPS = Object.fromEntries(
  FIGURE_KINDS.map((kind) => [
    kind,
    { monthEnd: ofKind(kind, "month end"), otherDays: ofKind(kind, "other days") },
  ]),
);

/** The group of a figure. */
export function toCalibrationGroup({ kind, isMonthEnd, runs }: Grouped): CalibrationGroup {
  const age = runs < YOUNG_FROM ? 0 : runs < OLD_FROM ? 1 : 2;
  const groups = isMonthEnd ? GROUPS[kind]?.monthEnd : GROUPS[kind]?.otherDays;
  return groups?.[age] ?? { pools: [kind], farthestNormal: farthestNormalOf(kind) };
}

const BY_NAME = new Map(
  Object.values(GROUPS)
    .flatMap(({ monthEnd, otherDays }) => [...monthEnd, ...otherDays])
    .map((group) => [toCalibrationGroupSnapshot(group), group]),
);

/** A group as it is kept: by the name of its most particular pool. */
export function toCalibrationGroupSnapshot({ pools }: CalibrationGroup): string {
  return pools[0] ?? "";
}

/** The group of a kept name. */
export function findCalibrationGroup(name: string): CalibrationGroup | undefined {
  return BY_NAME.get(name);
}
