/** What one look at an environment or a site told. `unknown` is no answer about it: the look itself failed. */
export interface Availability {
  readonly state: "up" | "down" | "unknown";
  /** When the look began, in milliseconds since 1970. */
  readonly checkedAt: number;
  /** How long the answer took, where one came. */
  readonly latencyMs?: number | undefined;
  /** In words, without secrets: what answered, or why not. */
  readonly detail: string;
}
