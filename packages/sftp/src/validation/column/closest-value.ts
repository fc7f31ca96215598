/** Distances are only looked for in sets up to this size; telling the sender must not cost more than finding. */
const MOST_VALUES_TO_COMPARE = 2_000;
const LONGEST_VALUE = 64;

/** Finds the known value that someone most likely meant. Costs memory on first use only. */
export function createClosestValue(values: Iterable<string>): (value: string) => string | undefined {
  let byFold: Map<string, string> | undefined;
  return (value) => {
    byFold ??= new Map(Array.from(values, (known) => [fold(known), known]));
    const folded = fold(value);
    const same = byFold.get(folded);
    if (same !== undefined || byFold.size > MOST_VALUES_TO_COMPARE || folded.length > LONGEST_VALUE)
      return same;
    let best: string | undefined;
    let bestDistance = folded.length < 5 ? 1 : 3;
    for (const [candidate, known] of byFold) {
      if (Math.abs(candidate.length - folded.length) >= bestDistance) continue;
      const distance = editDistance(candidate, folded);
      if (distance < bestDistance) [best, bestDistance] = [known, distance];
    }
    return best;
  };
}

/** A text without case, accents, spaces and punctuation. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** The fewest insertions, deletions and replacements that turn one text into the other (Levenshtein). */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
