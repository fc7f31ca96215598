import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../digest.js";
import { addLeaves, EMPTY_FRONTIER, rootOfFrontier } from "./merkle-frontier.js";
import { verifyConsistency, verifyInclusion } from "./merkle-proof.js";
import { buildMerkleTree, hashLeaf, hashNode } from "./merkle-tree.js";

/** The eight leaves that implementations of certificate transparency are tried with, and the roots of each size. */
const LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const hashes = LEAVES.map((hex) => hashLeaf(Buffer.from(hex, "hex")));
const tree = buildMerkleTree(hashes);

const leafHashes = fc.array(fc.string().map(hashLeaf), { minLength: 1, maxLength: 70 });

describe("buildMerkleTree", () => {
  test("gives the known roots of the trees of zero to eight leaves", () => {
    expect(ROOTS.map((_root, size) => tree.root(size))).toEqual(ROOTS);
    expect(buildMerkleTree([]).root()).toBe(sha256(""));
  });

  test("gives the example of RFC 9162 §2.1.5 for seven leaves", () => {
    const [a, b, c, d, e, f, j] = hashes;
    const of = (left = "", right = "") => hashNode(left, right);
    const [g, h, i] = [of(a, b), of(c, d), of(e, f)];
    const [k, l] = [of(g, h), of(i, j)];
    expect(tree.root(7)).toBe(of(k, l));
    expect(tree.inclusionProof(0, 7)).toEqual([b, h, l]);
    expect(tree.inclusionProof(3, 7)).toEqual([c, g, l]);
    expect(tree.inclusionProof(4, 7)).toEqual([f, j, k]);
    expect(tree.inclusionProof(6, 7)).toEqual([i, k]);
    expect(tree.consistencyProof(3, 7)).toEqual([c, d, g, l]);
    expect(tree.consistencyProof(4, 7)).toEqual([l]);
    expect(tree.consistencyProof(6, 7)).toEqual([i, j, k]);
  });

  test("refuses a leaf or a size that the tree does not have", () => {
    for (const misuse of [
      () => tree.root(9),
      () => tree.inclusionProof(8),
      () => tree.inclusionProof(2, 2),
      () => tree.inclusionProof(0.5),
      () => tree.consistencyProof(5, 4),
    ])
      expect(misuse).toThrow(RangeError);
  });
});

describe("verifyInclusion", () => {
  test("holds for every leaf of every size, and for no other leaf, place or size", () => {
    fc.assert(
      fc.property(leafHashes, fc.nat(), fc.nat(), (all, atSize, atIndex) => {
        const built = buildMerkleTree(all);
        const treeSize = 1 + (atSize % all.length);
        const index = atIndex % treeSize;
        const path = built.inclusionProof(index, treeSize);
        const root = built.root(treeSize);
        const proof = { leafHash: all[index] ?? "", index, treeSize, path };
        expect(verifyInclusion(proof, root)).toBe(true);
        expect(verifyInclusion({ ...proof, leafHash: hashLeaf("another") }, root)).toBe(false);
        expect(verifyInclusion(proof, hashLeaf("another"))).toBe(false);
        expect(verifyInclusion({ ...proof, path: [...path, root] }, root)).toBe(false);
        expect(verifyInclusion({ ...proof, index: treeSize }, root)).toBe(false);
        expect(verifyInclusion({ ...proof, index: -1 }, root)).toBe(false);
        if (path.length > 0) expect(verifyInclusion({ ...proof, path: path.slice(1) }, root)).toBe(false);
        for (const [level] of path.entries()) {
          const changed = path.with(level, hashLeaf("another"));
          expect(verifyInclusion({ ...proof, path: changed }, root)).toBe(false);
        }
      }),
    );
  });
});

describe("verifyConsistency", () => {
  test("holds between any two sizes of a tree, and not for a tree that has rewritten a leaf", () => {
    fc.assert(
      fc.property(leafHashes, fc.nat(), fc.nat(), (all, one, other) => {
        const built = buildMerkleTree(all);
        const [small = 0, large = 0] = [one, other]
          .map((size) => size % (all.length + 1))
          .sort((a, b) => a - b);
        const path = built.consistencyProof(small, large);
        const earlier = { size: small, root: built.root(small) };
        const later = { size: large, root: built.root(large) };
        expect(verifyConsistency({ earlier, later, path })).toBe(true);
        expect(verifyConsistency({ earlier, later, path: [...path, later.root] })).toBe(false);
        expect(verifyConsistency({ earlier: later, later: earlier, path })).toBe(small === large);
        if (small === 0) return;
        const rewritten = buildMerkleTree(all.with(small - 1, hashLeaf("rewritten")));
        const forged = { size: large, root: rewritten.root(large) };
        const forgedPath = rewritten.consistencyProof(small, large);
        expect(verifyConsistency({ earlier, later: forged, path: forgedPath })).toBe(false);
        if (path.length > 0) expect(verifyConsistency({ earlier, later, path: path.slice(1) })).toBe(false);
      }),
    );
  });
});

describe("addLeaves", () => {
  test("keeps as much of a tree as its root needs, however the leaves came in", () => {
    fc.assert(
      fc.property(leafHashes, fc.nat(), (all, cut) => {
        const at = cut % (all.length + 1);
        const frontier = addLeaves(addLeaves(EMPTY_FRONTIER, all.slice(0, at)), all.slice(at));
        expect(rootOfFrontier(frontier)).toBe(buildMerkleTree(all).root());
        expect(frontier.hashes).toHaveLength(all.length.toString(2).replaceAll("0", "").length);
      }),
    );
    expect(rootOfFrontier(EMPTY_FRONTIER)).toBe(sha256(""));
  });
});
