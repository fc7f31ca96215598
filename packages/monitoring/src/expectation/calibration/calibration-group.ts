import { FIGURE_KINDS, type FigureKind } from "../figure.js";

/** Figures whose surprises are compared with each other; the same object for the same group. */
export interface CalibrationGroup {
  /** Names of the pools to look into, from the most to the least particular; the first that is large enough is used. */
  readonly pools: readonly string[];
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

const ofKind = (kind: FigureKind, when: string): readonly CalibrationGroup[] =>
  AGES.map((age) => ({ pools: [`${kind}, ${when}, ${age}`, `${kind}, ${when}`, kind] }));

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
  return groups?.[age] ?? { pools: [kind] };
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
