import { SpmError } from "@spm-ops/core";

/**
 * Why a packed, encrypted or signed file is refused.
 *
 * `corrupt`: checksums or structure do not hold. `truncated`: it ends early. `too-large`, `too-dense`,
 * `too-many-entries`: a limit. `entry-name`, `entry-missing`: what a zip holds is not what was declared. `nested`:
 * within the declared layers lies another. `unsupported`: a form that is not read here. `wrong-key`: encrypted to
 * somebody else. `key-expired`, `unsigned`, `unknown-signer`, `bad-signature`: nobody known vouches for it.
 */
export type UndecodableReason =
  | "corrupt"
  | "truncated"
  | "too-large"
  | "too-dense"
  | "too-many-entries"
  | "entry-name"
  | "entry-missing"
  | "nested"
  | "unsupported"
  | "wrong-key"
  | "key-expired"
  | "unsigned"
  | "unknown-signer"
  | "bad-signature";

/** The refusal of a file as an error that names it. */
export function undecodable(
  path: string,
  reason: UndecodableReason,
  what: string,
  options?: ErrorOptions,
): SpmError {
  return new SpmError("file.undecodable", `${path} cannot be decoded: ${what}.`, { path, reason }, options);
}
