import { parseOptions, type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import type { HttpProfile } from "../http-profile.js";

/** The imports of one company in Spiff. */
export interface SpiffImports {
  /** The company's UUID, which stands in every path. */
  readonly company: string;
  /** What requests are signed with; Salesforce's support gives it out. */
  readonly secret: SecretReference;
}

const spiffImportOptions = z.strictObject({ company: z.guid(), secret: secretReference });

/**
 * Spiff's imports: the rows of a comma-separated file in one signed request, as an upsert by their external ids. The
 * `code` of a load is its target: the UUID of an object, or `teams`, `sub_teams`, `team_members`, `plan_assignments`.
 *
 * `success` is the only word for a state that is documented: every other one ends as `unknown`, and so does a success
 * that tells import errors. Nothing is counted, and which rows were not taken is told in words only. All values are sent
 * as texts.
 *
 * @throws SpmError `config.invalid`
 */
export function spiffImports(options: SpiffImports): HttpProfile {
  const { company, secret } = parseOptions(spiffImportOptions, options, "the options of Spiff's imports");
  const path = `/api/external_data/${company}/imports`;
  const value = { import_target: "{object}", import_action: "upsert", payload: "{rows}" };
  return {
    vendor: "spiff",
    authentication: { kind: "signature", secret },
    loads: {
      start: {
        request: { method: "POST", path, body: { kind: "rows", value } },
        task: "/import/id",
      },
      poll: {
        request: { method: "GET", path: `${path}/{task}` },
        status: "/import/status",
        words: { succeeded: ["success"] },
        otherWords: "unknown",
        messages: ["/import/warnings/*"],
        problems: ["/import/import_errors/*"],
      },
      find: {
        request: { method: "GET", path },
        items: "/imports",
        task: "/id",
        object: "/import_target",
        time: { pointer: "/created_at" },
      },
    },
    availability: { request: { method: "GET", path } },
  };
}
