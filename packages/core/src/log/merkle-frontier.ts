import { buildMerkleTree, hashNode } from "./merkle-tree.js";

/**
 * What must be kept of a tree so that leaves can be added to it: its size, and the hashes of the whole subtrees that
 * it is made of, largest first, one for each bit of the size. A million leaves take twenty hashes.
 */
export interface MerkleFrontier {
  readonly size: number;
  readonly hashes: readonly string[];
}

/** The frontier of a tree without leaves. */
export const EMPTY_FRONTIER: MerkleFrontier = { size: 0, hashes: [] };

/** The frontier after leaves were added. */
export function addLeaves(frontier: MerkleFrontier, leafHashes: readonly string[]): MerkleFrontier {
  const hashes = [...frontier.hashes];
  let size = frontier.size;
  for (const leafHash of leafHashes) {
    let hash = leafHash;
    for (let left = size; left % 2 === 1; left = Math.floor(left / 2))
      hash = hashNode(hashes.pop() ?? "", hash);
    hashes.push(hash);
    size += 1;
  }
  return { size, hashes };
}

/** The root of the tree that a frontier belongs to. */
export function rootOfFrontier({ hashes }: MerkleFrontier): string {
  const [smallest, ...larger] = hashes.toReversed();
  if (smallest === undefined) return buildMerkleTree([]).root();
  return larger.reduce((right, left) => hashNode(left, right), smallest);
}
