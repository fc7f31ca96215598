/** Somebody below somebody else. */
export interface Assignment {
  readonly child: string;
  readonly parent: string;
}

interface Member {
  readonly parents: string[];
  readonly children: string[];
  /** Parents that are not taken out yet. */
  above: number;
}

/** What was found of the circles among assignments. */
interface Circles {
  /** Circles that share nobody, each from its first member back to it. */
  readonly circles: readonly (readonly string[])[];
  /** Everybody in a circle, or below one. */
  readonly entangled: ReadonlySet<string>;
}

/** Finds circles: takes out whoever has nobody above them, over and over; whoever stays is in a circle or below one. */
export function findCircles(assignments: Iterable<Assignment>): Circles {
  const members = new Map<string, Member>();
  const get = (name: string): Member => {
    const known = members.get(name) ?? { parents: [], children: [], above: 0 };
    members.set(name, known);
    return known;
  };
  for (const { child, parent } of assignments) {
    const member = get(child);
    get(parent).children.push(child);
    member.parents.push(parent);
    member.above += 1;
  }
  takeOut(
    members,
    [...members].filter(([, { above }]) => above === 0).map(([name]) => name),
  );
  const entangled = new Set(members.keys());
  const circles: (readonly string[])[] = [];
  for (let [start] = members.keys(); start !== undefined; [start] = members.keys()) {
    const circle = walk(members, start);
    circles.push([...circle, circle[0] ?? ""]);
    takeOut(members, circle);
  }
  return { circles, entangled };
}

/** Takes members out, and then everybody who has nobody above them for that. */
function takeOut(members: Map<string, Member>, names: readonly string[]): void {
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const member = members.get(name);
    if (member === undefined) continue;
    members.delete(name);
    for (const child of member.children) {
      const below = members.get(child);
      if (below === undefined) continue;
      below.above -= 1;
      if (below.above === 0) waiting.push(child);
    }
  }
}

/** Goes up until somebody is met again: everybody who is still there has somebody above who is, too. */
function walk(members: ReadonlyMap<string, Member>, start: string): readonly string[] {
  const path = new Map<string, number>();
  let name = start;
  while (!path.has(name)) {
    path.set(name, path.size);
    name = members.get(name)?.parents.find((parent) => members.has(parent)) ?? start;
  }
  return [...path.keys()].slice(path.get(name));
}
