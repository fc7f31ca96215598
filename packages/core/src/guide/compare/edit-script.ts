/** One line of the way from a list to another. */
export interface Edit {
  readonly change: "kept" | "added" | "removed";
  readonly item: string;
  /** Its place in the list that has it (for a kept one, the newer), from 0. */
  readonly index: number;
}

/** The shortest way from one list to another by taking out and putting in: what is kept is a longest common part. */
export function toEditScript(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const lengths = commonLengths(before, after);
  const edits: Edit[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    const [old, current] = [before[left], after[right]];
    if (old !== undefined && old === current) {
      edits.push({ change: "kept", item: old, index: right });
      left += 1;
      right += 1;
    } else if (
      current === undefined ||
      (old !== undefined && at(lengths, left + 1, right) >= at(lengths, left, right + 1))
    ) {
      edits.push({ change: "removed", item: old ?? "", index: left });
      left += 1;
    } else {
      edits.push({ change: "added", item: current, index: right });
      right += 1;
    }
  }
  return edits;
}

/** How much the ends of both lists have in common, from each place on. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let left = before.length - 1; left >= 0; left -= 1) {
    const row = lengths[left] ?? [];
    for (let right = after.length - 1; right >= 0; right -= 1) {
      row[right] =
        before[left] === after[right]
          ? at(lengths, left + 1, right + 1) + 1
          : Math.max(at(lengths, left + 1, right), at(lengths, left, right + 1));
    }
  }
  return lengths;
}

function at(lengths: readonly (readonly number[])[], left: number, right: number): number {
  return lengths[left]?.[right] ?? 0;
}
