import type { Actor } from "../actor.js";
import { sha256 } from "../digest.js";
import { canonicalJson, type JsonValue } from "../json.js";

/** What somebody did at a manual step, and as holder of which role. */
export interface ManualAct {
  readonly by: Actor;
  readonly at: number;
  readonly role: string;
}

/** A form that was filled in. */
export interface Submission extends ManualAct {
  readonly form: JsonValue;
  /** SHA-256 of the form's canonical JSON: what signatures are given for. */
  readonly formDigest: string;
}

/** What people have done of a manual step so far. */
export interface ManualState {
  readonly claimed?: ManualAct | undefined;
  readonly submission?: Submission | undefined;
  /** Signatures under the form as it was submitted last. */
  readonly signatures: readonly ManualAct[];
  /** How often somebody was called because it waits. */
  readonly escalations: number;
}

/** The digest of a form, by which a signature is bound to it. */
export function digestForm(form: JsonValue): string {
  return sha256(canonicalJson(form));
}
