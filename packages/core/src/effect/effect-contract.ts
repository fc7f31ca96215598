/**
 * What may be done when nobody knows whether an effect happened.
 *
 * - `repeatable`: may be done again; doing it twice is doing it once.
 * - `keyed`: may be done again under the same idempotency key.
 * - `once`: never done again by itself; find out, or ask a person.
 */
export type EffectContract = "repeatable" | "keyed" | "once";

/** The answer to: did the effect under this key happen? `unknown` is neither yes nor no. */
export type Found<Output> =
  | { readonly state: "happened"; readonly output: Output }
  | { readonly state: "absent" }
  | { readonly state: "unknown"; readonly reason: string };
