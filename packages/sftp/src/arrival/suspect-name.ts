import { findNameDefects, type NameDefect } from "../site/site-name.js";

/** A name in a watched folder that a person should look at before anything is done to it. */
export interface SuspectName {
  /** As the site spells it; it may disturb a terminal. */
  readonly name: string;
  /** Why it cannot be asked for; nothing where it can. */
  readonly defects: readonly NameDefect[];
  /**
   * Other names in the folder that read the same: an accent is one character (NFC) in one and two (NFD) in another. For
   * a feed they are the same file name.
   */
  readonly twins: readonly string[];
}

/** What is known of the names in a folder. Keeps nothing of names in plain ASCII. */
export interface NameWatch {
  appeared(name: string): void;
  gone(name: string): void;
  /** In the order of their names. */
  suspects(): readonly SuspectName[];
}

const PLAIN = /^[ -~]*$/;

export function createNameWatch(): NameWatch {
  const defective = new Map<string, readonly NameDefect[]>();
  const spellings = new Map<string, Set<string>>();

  const twinsOf = (name: string) =>
    [...(spellings.get(name.normalize("NFC")) ?? [])].filter((n) => n !== name);
  return {
    appeared(name) {
      const defects = findNameDefects(name);
      if (defects.length > 0) defective.set(name, defects);
      if (PLAIN.test(name)) return;
      const composed = name.normalize("NFC");
      spellings.set(composed, (spellings.get(composed) ?? new Set()).add(name));
    },
    gone(name) {
      defective.delete(name);
      const composed = name.normalize("NFC");
      const others = spellings.get(composed);
      others?.delete(name);
      if (others?.size === 0) spellings.delete(composed);
    },
    suspects() {
      const twins = [...spellings.values()].filter(({ size }) => size > 1).flatMap((names) => [...names]);
      return [...new Set([...defective.keys(), ...twins])]
        .sort()
        .map((name) => ({ name, defects: defective.get(name) ?? [], twins: twinsOf(name) }));
    },
  };
}
