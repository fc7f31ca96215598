import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import type { FindingLog } from "../finding/finding-log.js";
import { CellReader, decodeCell } from "../record/cell-text.js";
import type { RecordCheck } from "../row/record-check.js";
import { type Assignment, findCircles } from "./circle.js";
import { compileSpan, type DaySpan } from "./day-span.js";

/** So many members of a circle and missing parents are shown. */
const SHOWN_NAMES = 10;

const ALWAYS: DaySpan = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

interface DatedAssignment extends Assignment {
  readonly span: DaySpan;
}

/** Compiles the check of a feed's hierarchy; `undefined` when it has none. */
export function compileHierarchyCheck(
  feed: Feed,
  encoding: Encoding,
  positions: readonly number[],
): RecordCheck | undefined {
  const { hierarchy } = feed;
  if (hierarchy === undefined) return undefined;
  const names = Object.keys(feed.columns);
  const find = (name: string) => positions[names.indexOf(name)] ?? 0;
  const reader = new CellReader(feed.dialect);
  const readSpan =
    hierarchy.valid === undefined ? () => ALWAYS : compileSpan(feed, hierarchy.valid, { find, reader });
  const [childAt, parentAt] = [find(hierarchy.child), find(hierarchy.parent)];
  const children = new Set<string>();
  const assignments: DatedAssignment[] = [];
  return {
    check: (record) => {
      const child = decodeCell(reader.read(record, childAt), encoding);
      if (child === "") return;
      children.add(child);
      const parent = decodeCell(reader.read(record, parentAt), encoding);
      if (parent === "" || (hierarchy.ownParentIsTop && parent === child)) return;
      const span = readSpan(record);
      if (span !== undefined) assignments.push({ child, parent, span });
    },
    end: (log) => {
      tellMissing(feed, children, assignments, log);
      tellCircles(feed, assignments, log);
    },
  };
}

function tellMissing(
  { columns, hierarchy }: Feed,
  children: ReadonlySet<string>,
  assignments: readonly Assignment[],
  log: FindingLog,
): void {
  if (hierarchy === undefined || hierarchy.missingParent === "allowed") return;
  const missing = new Set(assignments.map(({ parent }) => parent).filter((parent) => !children.has(parent)));
  if (missing.size === 0) return;
  const isShown = columns[hierarchy.parent]?.sensitive !== true;
  const parents = isShown ? [...missing].slice(0, SHOWN_NAMES) : [];
  const detail = { count: missing.size, parents };
  const place = () => ({});
  log.add({ code: "parent-missing", severity: hierarchy.missingParent, detail }, hierarchy.parent, place);
}

function tellCircles(
  { columns, hierarchy }: Feed,
  assignments: readonly DatedAssignment[],
  log: FindingLog,
): void {
  if (hierarchy === undefined) return;
  const circles = findDatedCircles(assignments);
  const [first] = circles;
  if (first === undefined) return;
  const { child, parent, circle: severity } = hierarchy;
  const isShown = [child, parent].every((name) => columns[name]?.sensitive !== true);
  const shown = first.length > SHOWN_NAMES ? [...first.slice(0, SHOWN_NAMES - 1), "…"] : first;
  const detail = { count: circles.length, cycle: isShown ? shown : [] };
  log.add({ code: "hierarchy-cycle", severity, detail }, parent, () => ({}));
}

/**
 * The circles that exist on some day. One that does exists on the day on which the last of its assignments begins, so
 * that only these days have to be looked at, and only for those who are in a circle when the days do not count.
 */
function findDatedCircles(assignments: readonly DatedAssignment[]): readonly (readonly string[])[] {
  const { circles, entangled } = findCircles(assignments);
  const left = assignments.filter(({ child, parent }) => entangled.has(child) && entangled.has(parent));
  const days = new Set(left.map(({ span }) => span.from));
  if (days.size <= 1 && left.every(({ span }) => span.to === Number.POSITIVE_INFINITY)) return circles;
  const found = new Map<string, readonly string[]>();
  for (const day of [...days].sort((a, b) => a - b)) {
    const valid = left.filter(({ span }) => span.from <= day && day <= span.to);
    for (const circle of findCircles(valid).circles) {
      const members = [...new Set(circle)].sort().join("\0");
      if (!found.has(members)) found.set(members, circle);
    }
  }
  return [...found.values()];
}
