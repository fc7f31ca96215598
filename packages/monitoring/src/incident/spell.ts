import type { CorrelationRules } from "./correlation-policy.js";
import type { Symptom } from "./symptom.js";

/** A time during which one thing was wrong, with what was told of it. */
export interface Spell {
  readonly key: string;
  /** The first that was told of it. */
  readonly head: Symptom;
  readonly fromMs: number;
  /** Absent while it lasts. */
  readonly untilMs?: number | undefined;
  readonly tellings: readonly Symptom[];
}

/** All that is known of one key: what was told, in any order and as often as it was, and when people called it ended. */
export interface KeyHistory {
  readonly tellings: readonly Symptom[];
  readonly endsMs: readonly number[];
}

/** What tells two tellings apart. The same one told again as worse is another. */
export function tellingName({ key, state, at, severity }: Symptom): string {
  return JSON.stringify([key, state, at, severity]);
}

/**
 * The spells of one key. The order in which it was told, and how often, make no difference.
 *
 * A spell ends with as many good tellings as are needed, or when a person calls it ended; what comes back shortly after
 * is the same spell. Raised and cleared in the very same moment is raised. That something is well which was never wrong
 * belongs to no spell.
 */
export function toSpells({ tellings, endsMs }: KeyHistory, rules: CorrelationRules): readonly Spell[] {
  const steps = [
    ...distinct(tellings).map((telling) => ({ at: telling.at, rank: RANKS[telling.state], telling })),
    ...endsMs.map((at) => ({ at, rank: RANKS.ended, telling: undefined })),
  ].sort((one, other) => one.at - other.at || one.rank - other.rank);
  const spells: Spell[] = [];
  let goodTellings = 0;
  for (const { at, telling } of steps) {
    const spell = spells.at(-1);
    const told = spell && telling ? { ...spell, tellings: [...spell.tellings, telling] } : spell;
    if (telling?.state === "raised") {
      goodTellings = 0;
      if (told === undefined || at > (told.untilMs ?? at) + rules.reopenWithinMs) spells.push(begin(telling));
      else spells[spells.length - 1] = { ...told, untilMs: undefined };
    } else if (told !== undefined) {
      goodTellings += 1;
      const needed = told.head.runId === undefined ? rules.goodNeeded : 1;
      const isOver = telling === undefined || goodTellings >= needed;
      spells[spells.length - 1] = { ...told, untilMs: told.untilMs ?? (isOver ? at : undefined) };
    }
  }
  return spells;
}

const RANKS = { cleared: 0, raised: 1, ended: 2 };

function begin(head: Symptom): Spell {
  return { key: head.key, head, fromMs: head.at, tellings: [head] };
}

/** Each telling once; of those that differ only in severity both, the milder first. */
function distinct(tellings: readonly Symptom[]): readonly Symptom[] {
  const byName = new Map(tellings.map((telling) => [tellingName(telling), telling]));
  return [...byName.values()].sort(
    (one, other) => RANKS_OF_SEVERITY[one.severity] - RANKS_OF_SEVERITY[other.severity],
  );
}

const RANKS_OF_SEVERITY = { warning: 0, critical: 1 };
