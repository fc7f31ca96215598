import type { Redactor } from "../redact.js";
import { SpmError } from "../spm-error.js";

/**
 * Refuses names that hold a secret. Ids, actors and workers are kept as they are, for they are what things are found
 * by: blanking them would make one name of two.
 *
 * @param names by what they are, which the error tells; their values are in no message.
 * @throws SpmError `config.invalid`.
 */
export function refuseSecretNames(
  redactor: Redactor,
  names: Readonly<Record<string, string | undefined>>,
): void {
  const issues = Object.entries(names)
    .filter(([, name]) => name !== undefined && redactor.text(name) !== name)
    .map(([what]) => `${what}: holds the value of a secret; choose another`);
  if (issues.length === 0) return;
  throw new SpmError("config.invalid", `Nothing is kept under such a name: ${issues.join("; ")}.`, {
    issues,
  });
}
