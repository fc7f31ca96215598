import { createHash } from "node:crypto";

/** SHA-256 of nothing: the root of a tree without leaves (RFC 6962 §2.1). */
const EMPTY_ROOT = createHash("sha256").digest("hex");

/** A Merkle tree over leaves in their order, of which every earlier size can be asked for too. */
export interface MerkleTree {
  readonly size: number;
  /** The root of the first `size` leaves. @defaultValue all of them */
  root(size?: number): string;
  /** The hashes beside the way from a leaf to the root of the first `size` leaves, from the leaf up. */
  inclusionProof(index: number, size?: number): readonly string[];
  /** What shows that the tree of `earlier` leaves is the beginning of the tree of `size`. */
  consistencyProof(earlier: number, size?: number): readonly string[];
}

/** The hash of a leaf: SHA-256 over a zero byte and the text as UTF-8 (RFC 6962 §2.1), in hexadecimal. */
export function hashLeaf(text: string | Uint8Array): string {
  return createHash("sha256").update(Uint8Array.of(0)).update(text).digest("hex");
}

/** The hash of what stands over two hashes: SHA-256 over a one byte and both (RFC 6962 §2.1), in hexadecimal. */
export function hashNode(left: string, right: string): string {
  return createHash("sha256").update(Uint8Array.of(1)).update(left, "hex").update(right, "hex").digest("hex");
}

/**
 * Builds the tree of RFC 6962 §2.1 over the hashes of leaves. Whole subtrees are hashed once, so a proof costs a few
 * hashes however large the tree is.
 */
export function buildMerkleTree(leafHashes: readonly string[]): MerkleTree {
  const levels = hashWholeSubtrees(leafHashes);
  const all = leafHashes.length;

  /** The hash over the leaves from `start` up to `end`; `start` is where a subtree of that size may begin. */
  const hashRange = (start: number, end: number): string => {
    const count = end - start;
    const whole = isPowerOfTwo(count) ? levels[Math.log2(count)]?.[start / count] : undefined;
    if (whole !== undefined) return whole;
    const middle = start + splitOf(count);
    return hashNode(hashRange(start, middle), hashRange(middle, end));
  };

  const include = (index: number, start: number, end: number): readonly string[] => {
    if (end - start === 1) return [];
    const middle = start + splitOf(end - start);
    return index < middle
      ? [...include(index, start, middle), hashRange(middle, end)]
      : [...include(index, middle, end), hashRange(start, middle)];
  };

  /** SUBPROOF of RFC 6962 §2.1.2; `isRoot` while the earlier tree is the one whose root the verifier has. */
  const extend = (earlier: number, [start, end]: readonly [number, number], isRoot: boolean): string[] => {
    if (earlier === end) return isRoot ? [] : [hashRange(start, end)];
    const middle = start + splitOf(end - start);
    return earlier <= middle
      ? [...extend(earlier, [start, middle], isRoot), hashRange(middle, end)]
      : [...extend(earlier, [middle, end], false), hashRange(start, middle)];
  };

  return {
    size: all,
    root(size = all) {
      assertWithin(size, 0, all, "a size");
      return size === 0 ? EMPTY_ROOT : hashRange(0, size);
    },
    inclusionProof(index, size = all) {
      assertWithin(size, 0, all, "a size");
      assertWithin(index, 0, size - 1, "the index of a leaf");
      return include(index, 0, size);
    },
    consistencyProof(earlier, size = all) {
      assertWithin(size, 0, all, "a size");
      assertWithin(earlier, 0, size, "an earlier size");
      return earlier === 0 ? [] : extend(earlier, [0, size], true);
    },
  };
}

/** Level 0 are the leaves; every higher level holds the hashes of the pairs below it that are complete. */
function hashWholeSubtrees(leafHashes: readonly string[]): readonly (readonly string[])[] {
  const levels: (readonly string[])[] = [leafHashes];
  for (let below = leafHashes; below.length > 1; ) {
    const level: string[] = [];
    for (let at = 0; at + 1 < below.length; at += 2)
      level.push(hashNode(below[at] ?? "", below[at + 1] ?? ""));
    levels.push(level);
    below = level;
  }
  return levels;
}

/** The largest power of two below a count of at least two: where RFC 6962 splits. */
function splitOf(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

function assertWithin(value: number, lowest: number, highest: number, what: string): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  throw new RangeError(`${value} is not ${what} between ${lowest} and ${highest}`);
}
