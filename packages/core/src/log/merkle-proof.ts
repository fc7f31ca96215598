import { hashNode } from "./merkle-tree.js";

/** A leaf's place in a tree, and the way from it to the root. Hashes are lower-case hexadecimal. */
export interface InclusionProof {
  readonly leafHash: string;
  /** From 0. */
  readonly index: number;
  readonly treeSize: number;
  /** The hashes beside the way, from the leaf up. */
  readonly path: readonly string[];
}

/** What shows that one tree is the beginning of another. */
export interface ConsistencyProof {
  readonly earlier: { readonly size: number; readonly root: string };
  readonly later: { readonly size: number; readonly root: string };
  readonly path: readonly string[];
}

/** Whether a leaf stands at its index in the tree of that root (RFC 9162 §2.1.3.2). */
export function verifyInclusion({ leafHash, index, treeSize, path }: InclusionProof, root: string): boolean {
  if (!isCount(index) || !isCount(treeSize) || index >= treeSize) return false;
  let [node, last, hash] = [index, treeSize - 1, leafHash];
  for (const beside of path) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = hashNode(beside, hash);
      [node, last] = climbToRightChild(node, last);
    } else {
      hash = hashNode(hash, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash === root;
}

/** Whether the later tree begins with the leaves of the earlier one, unchanged (RFC 9162 §2.1.4.2). */
export function verifyConsistency({ earlier, later, path }: ConsistencyProof): boolean {
  if (!isCount(earlier.size) || !isCount(later.size) || earlier.size > later.size) return false;
  // Every tree begins with no leaves, and with itself: there is nothing to show.
  if (earlier.size === later.size) return path.length === 0 && earlier.root === later.root;
  if (earlier.size === 0) return path.length === 0;

  const [first, ...rest] = Number.isInteger(Math.log2(earlier.size)) ? [earlier.root, ...path] : path;
  if (first === undefined) return false;
  let [node, last] = [earlier.size - 1, later.size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let [earlierHash, laterHash] = [first, first];
  for (const beside of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      [earlierHash, laterHash] = [hashNode(beside, earlierHash), hashNode(beside, laterHash)];
      [node, last] = climbToRightChild(node, last);
    } else {
      laterHash = hashNode(laterHash, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && earlierHash === earlier.root && laterHash === later.root;
}

/** On the right edge of a tree that is not full, levels without a sibling are passed without a hash. */
function climbToRightChild(node: number, last: number): readonly [number, number] {
  let [at, edge] = [node, last];
  while (!isOdd(at) && at !== 0) [at, edge] = [half(at), half(edge)];
  return [at, edge];
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
