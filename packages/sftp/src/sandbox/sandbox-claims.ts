import type { Attributes, FileEntry } from "ssh2";
import type { SandboxFaults } from "./sandbox-faults.js";

/** What a session tells, which is the truth unless a fault says otherwise. */
export interface SandboxClaims {
  toClaimed(attributes: Attributes): Attributes;
  /** Entries of a folder that are not there. */
  inventedEntries(): FileEntry[];
  /** What follows the last entry of a folder; `undefined` for the end. */
  moreEntries(): FileEntry[] | undefined;
}

/** Names in one made-up answer. */
const BATCH = 100;

export function createSandboxClaims(faults: SandboxFaults): SandboxClaims {
  let looks = 0;
  let invented = 0;
  const invent = (filename: string): FileEntry => {
    const attrs = { mode: 0o100644, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };
    return { filename, longname: `-rw-r--r-- ${filename}`, attrs };
  };
  const inventNext = () => {
    invented += 1;
    return invent(`invented-${invented}.csv`);
  };
  return {
    toClaimed(attributes) {
      looks += 1;
      return {
        ...attributes,
        size: faults.claimedSizeBytes ?? attributes.size,
        mtime: faults.driftingTimes ? attributes.mtime + looks : attributes.mtime,
      };
    },
    inventedEntries: () => faults.inventedNames.map(invent),
    moreEntries() {
      if (faults.endlessListing === undefined) return undefined;
      return faults.endlessListing === "nothing" ? [] : Array.from({ length: BATCH }, inventNext);
    },
  };
}
