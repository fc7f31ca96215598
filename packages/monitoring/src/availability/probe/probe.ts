import type { Availability } from "@spm-ops/core";

export interface ProbeCall {
  readonly signal?: AbortSignal | undefined;
}

/** What a look told, and what somebody should see to although the answer was good. */
export interface Look extends Availability {
  /** One sentence: a certificate ends soon. */
  readonly warning?: string | undefined;
  /** What a scenario did, in order, and how long each of it took. */
  readonly steps?: readonly LookStep[] | undefined;
}

export interface LookStep {
  readonly title: string;
  readonly elapsedMs: number;
}

/** Something that can be looked at again and again. */
export interface Probe {
  /** Part of the ids of its streams and of its symptoms: lower-case words joined by `-`. */
  readonly id: string;
  readonly title: string;
  /** Never throws for what the other side does; only an abort comes out, with the signal's own reason. */
  look(call?: ProbeCall): Promise<Look>;
}
