import type { CorrelationRules } from "./correlation-policy.js";
import type { Spell } from "./spell.js";

/** Spells of one cause. */
export interface Cause {
  /** What it began with: the spells of one outage, of one run, or a single one; the earliest first. */
  readonly origin: readonly [Spell, ...Spell[]];
  /** All that comes of it, the origin first. */
  readonly spells: readonly Spell[];
}

/** Spells that are one thing whatever else there is. */
interface Group {
  readonly spells: readonly [Spell, ...Spell[]];
  readonly isOutage: boolean;
}

/**
 * Sorts spells by their cause. The result depends on the spells alone, not on the order in which they come.
 *
 * Spells of one run belong together, and so do those that find one environment down at one time. An outage is the cause
 * of what else goes wrong on its environment, shortly before it was noticed until shortly after it; a step or run in
 * trouble is the cause of trouble downstream of it. Where each would be the cause of the other, the earlier one is.
 */
export function correlate(spells: readonly Spell[], rules: CorrelationRules): readonly Cause[] {
  const groups = toGroups([...spells].sort(byBeginning), rules);
  const parents = new Map(groups.map((group) => [group, findParent(group, groups, rules)]));
  const members = new Map<Group, Group[]>();
  for (const group of groups) {
    const root = findRoot(group, parents);
    members.set(root, [...(members.get(root) ?? []), group]);
  }
  return [...members].map(([root, all]) => ({
    origin: root.spells,
    spells: [root, ...all.filter((group) => group !== root)].flatMap((group) => group.spells),
  }));
}

function byBeginning(one: Spell, other: Spell): number {
  return one.fromMs - other.fromMs || (one.key < other.key ? -1 : Number(one.key > other.key));
}

/** The groups of spells, both in the order of their beginning. */
function toGroups(spells: readonly Spell[], rules: CorrelationRules): readonly Group[] {
  const groups: { spells: [Spell, ...Spell[]]; isOutage: boolean }[] = [];
  for (const spell of spells) {
    const group = groups.find((each) => belongs(spell, each, rules));
    if (group === undefined) groups.push({ spells: [spell], isOutage: isOutage(spell) });
    else group.spells.push(spell);
  }
  return groups;
}

function isOutage({ head }: Spell): boolean {
  return head.kind === "down" && head.environment !== undefined;
}

function belongs(spell: Spell, group: Group, { reopenWithinMs }: CorrelationRules): boolean {
  if (isOutage(spell)) {
    const [{ head }] = group.spells;
    return (
      group.isOutage &&
      head.environment === spell.head.environment &&
      spell.fromMs <= endOf(group) + reopenWithinMs
    );
  }
  const { runId } = spell.head;
  return !group.isOutage && runId !== undefined && group.spells[0].head.runId === runId;
}

function endOf({ spells }: Group): number {
  return Math.max(...spells.map(({ untilMs }) => untilMs ?? Infinity));
}

function findParent(group: Group, groups: readonly Group[], rules: CorrelationRules): Group | undefined {
  if (group.isOutage) return undefined;
  for (const spell of group.spells) {
    const outages = groups.filter((each) => each.isOutage && isDuring(spell, each, rules));
    // The outage that it fell into rather than the one that followed.
    const outage = outages.findLast(({ spells: [{ fromMs }] }) => fromMs <= spell.fromMs) ?? outages[0];
    if (outage !== undefined) return outage;
  }
  for (const spell of group.spells) {
    const upstream = groups.find((each) => each !== group && isUpstream(each, spell, rules));
    if (upstream !== undefined) return upstream;
  }
  return undefined;
}

function isDuring({ head, fromMs }: Spell, outage: Group, { leadMs, trailMs }: CorrelationRules): boolean {
  const [first] = outage.spells;
  return (
    head.environment === first.head.environment &&
    fromMs >= first.fromMs - leadMs &&
    fromMs <= endOf(outage) + trailMs
  );
}

function isUpstream(group: Group, { head, fromMs }: Spell, rules: CorrelationRules): boolean {
  const { leadMs, trailMs, consequenceMs } = rules;
  return group.spells.some((cause) => {
    const isEarlyEnough = cause.fromMs <= fromMs + leadMs;
    const isLateEnough = fromMs <= (cause.untilMs ?? Infinity) + trailMs;
    if (!isEarlyEnough || !isLateEnough || head.upstream === undefined) return false;
    if (cause.head.runId !== undefined && head.upstream.includes(cause.head.runId)) return true;
    return head.upstream.includes(cause.head.subject) && fromMs <= cause.fromMs + consequenceMs;
  });
}

function findRoot(group: Group, parents: ReadonlyMap<Group, Group | undefined>): Group {
  const path: Group[] = [];
  for (let each: Group | undefined = group; each !== undefined; each = parents.get(each)) {
    const circle = path.slice(path.indexOf(each));
    if (path.includes(each))
      return circle.reduce((one, other) => (byBeginning(one.spells[0], other.spells[0]) <= 0 ? one : other));
    path.push(each);
  }
  return path.at(-1) ?? group;
}
