/** The requests of the protocol, by its own names. */
export type SandboxRequest =
  | "OPEN"
  | "CLOSE"
  | "READ"
  | "WRITE"
  | "LSTAT"
  | "FSTAT"
  | "STAT"
  | "SETSTAT"
  | "FSETSTAT"
  | "OPENDIR"
  | "READDIR"
  | "REMOVE"
  | "MKDIR"
  | "RMDIR"
  | "REALPATH"
  | "READLINK"
  | "RENAME";

/** What goes wrong, switched at run time; it applies to every connection from the next request on. */
export interface SandboxFaults {
  /** Drops the connection instead of executing the `count`-th such request from now. @param count @defaultValue 1 */
  cutBefore(request: SandboxRequest, count?: number): void;
  /** Executes the `count`-th such request from now, then drops the connection instead of answering. */
  loseReplyAfter(request: SandboxRequest, count?: number): void;
  /** Answers every such request with this status of the protocol, without executing it, until `clear`. */
  refuse(request: SandboxRequest, status: number): void;
  /** Answers a READ with at most 1,000 bytes, as a server may. @defaultValue false */
  shortReads: boolean;
  /** Says that a file ends at the half of its size. @defaultValue false */
  earlyEof: boolean;
  /** Lets RENAME replace a target, as some servers do. @defaultValue false */
  renameOverwrites: boolean;
  /** Makes RENAME write the file anew under its other name and remove the first, as some servers do. @defaultValue false */
  renameCopies: boolean;
  /** Refuses to make a file with a name of more bytes. @defaultValue `undefined`, what the disk bears */
  longestNameBytes: number | undefined;
  /** The size that is told of every file, whatever it is. @defaultValue `undefined`, the truth */
  claimedSizeBytes: number | undefined;
  /** Tells another time of a file at each look. @defaultValue false */
  driftingTimes: boolean;
  /** Never ends a listing: more names are made up, or answers without names are sent. @defaultValue `undefined` */
  endlessListing: "names" | "nothing" | undefined;
  /** Names that are listed in every folder besides those that are there, whatever they say. @defaultValue `[]` */
  inventedNames: readonly string[];
  /** Back to a server without faults. */
  clear(): void;
}

/** What becomes of one request. */
type SandboxFate =
  | { readonly kind: "answer" | "cut-before" | "lose-reply" }
  | { readonly kind: "refuse"; readonly status: number };

interface Countdown {
  readonly request: SandboxRequest;
  readonly kind: "cut-before" | "lose-reply";
  left: number;
}

/** Faults with the memory that the server needs: which request is how many away from its fate. */
export interface SandboxFaultPlan extends SandboxFaults {
  decide(request: SandboxRequest): SandboxFate;
}

export function createSandboxFaults(): SandboxFaultPlan {
  const countdowns = new Set<Countdown>();
  const refusals = new Map<SandboxRequest, number>();

  return {
    shortReads: false,
    earlyEof: false,
    renameOverwrites: false,
    renameCopies: false,
    longestNameBytes: undefined,
    claimedSizeBytes: undefined,
    driftingTimes: false,
    endlessListing: undefined,
    inventedNames: [],
    cutBefore(request, count = 1) {
      countdowns.add({ request, kind: "cut-before", left: count });
    },
    loseReplyAfter(request, count = 1) {
      countdowns.add({ request, kind: "lose-reply", left: count });
    },
    refuse(request, status) {
      refusals.set(request, status);
    },
    clear() {
      countdowns.clear();
      refusals.clear();
      this.shortReads = false;
      this.earlyEof = false;
      this.renameOverwrites = false;
      this.renameCopies = false;
      this.longestNameBytes = undefined;
      this.claimedSizeBytes = undefined;
      this.driftingTimes = false;
      this.endlessListing = undefined;
      this.inventedNames = [];
    },
    decide(request) {
      for (const countdown of countdowns) {
        if (countdown.request !== request) continue;
        countdown.left -= 1;
        if (countdown.left > 0) continue;
        countdowns.delete(countdown);
        return { kind: countdown.kind };
      }
      const status = refusals.get(request);
      return status === undefined ? { kind: "answer" } : { kind: "refuse", status };
    },
  };
}
