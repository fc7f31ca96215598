import type { ControlEntry } from "./control-file.js";
import type { Evidence } from "./evidence.js";

/** What is known of a delivery by the time it is held against its control file. An absent fact is not compared. */
export interface DeliveryFacts {
  readonly sizeBytes?: number | undefined;
  /** Of the file as it came, in lower-case hexadecimal. */
  readonly sha256?: string | undefined;
  /** Data records, rejected ones included. */
  readonly records?: number | undefined;
  /** Decimal text over all data records, by column. */
  readonly sums?: Readonly<Record<string, string>> | undefined;
}

/** Something in which a delivery is not what its control file says. */
export interface ControlContradiction {
  /** `sizeBytes`, `sha256`, `records`, or the name of a summed column. */
  readonly about: string;
  readonly promised: string;
  readonly found: string;
  readonly words: string;
}

/** What came of holding a delivery against its control file. Plain JSON. */
export interface ControlCheck {
  /** What agreed, as evidence; absent when nothing could be compared. */
  readonly evidence?: Evidence | undefined;
  readonly contradictions: readonly ControlContradiction[];
  /** What the control file says and nothing is known of. */
  readonly open: readonly string[];
}

/**
 * Holds a delivery against what its control file says, as often as more is known of it: after the fetch its SHA-256,
 * after the validation its records and sums. Sums are compared as numbers, so that `1.50` is `1.5`.
 */
export function checkControl(entry: ControlEntry, facts: DeliveryFacts): ControlCheck {
  const promises: readonly Promised[] = [
    { about: "sizeBytes", promised: entry.sizeBytes, found: facts.sizeBytes, what: "bytes" },
    { about: "sha256", promised: entry.sha256, found: facts.sha256, what: "as SHA-256" },
    { about: "records", promised: entry.records, found: facts.records, what: "records" },
    ...Object.entries(entry.sums ?? {}).map(([about, promised]) => ({
      about,
      promised: plain(promised),
      found: plain(facts.sums?.[about]),
      what: `as the sum of ${about}`,
    })),
  ].filter(({ promised }) => promised !== undefined);
  const known = promises.filter(({ found }) => found !== undefined);
  const agreed = known.filter(({ promised, found }) => promised === found).map(({ about }) => about);
  return {
    evidence: agreed.length === 0 ? undefined : agreement(agreed),
    contradictions: known.filter(({ promised, found }) => promised !== found).map(toContradiction),
    open: promises.filter(({ found }) => found === undefined).map(({ about }) => about),
  };
}

interface Promised {
  readonly about: string;
  readonly promised: string | number | undefined;
  readonly found: string | number | undefined;
  readonly what: string;
}

function agreement(agreed: readonly string[]): Evidence {
  return { kind: "control-agrees", agreed, words: `its control file agrees in ${agreed.join(", ")}` };
}

function toContradiction({ about, promised, found, what }: Promised): ControlContradiction {
  const words = `the control file promises ${promised} ${what}, but there is ${found}`;
  return { about, promised: String(promised), found: String(found), words };
}

/** Decimal text without a plus sign and needless zeros; `-0` is `0`. */
function plain(decimal: string | undefined): string | undefined {
  if (decimal === undefined) return undefined;
  const [, minus = "", whole = "", fraction = ""] = /^([+-]?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(decimal) ?? [];
  if (whole === "") return decimal;
  const text = fraction === "" ? whole : `${whole}.${fraction}`;
  return minus === "-" && /[1-9]/.test(text) ? `-${text}` : text;
}
