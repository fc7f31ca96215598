import { type Availability, type Clock, SpmError } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { takeALook } from "../contract/take-a-look.js";
import type { CaptivateiqCalls } from "./captivateiq-calls.js";
import { organization, pageOf } from "./captivateiq-replies.js";

/** The organization behind the token. */
export interface CaptivateiqOrganization {
  /** Throws `config.invalid` when the token belongs to another organization than the options say; asked once. */
  assert(call: ConnectorCall): Promise<void>;
  /** One look, which shows that the token is good as well. */
  check(call: ConnectorCall): Promise<Availability>;
}

const organizations = pageOf(organization);
// One of the few paths without a slash at its end.
const QUESTION = { path: "me/organizations", operation: "ask for the organization of the token" };

/** Creates the watch over the organization that a token has to belong to. */
export function createCaptivateiqOrganization(
  calls: CaptivateiqCalls,
  { expected, clock }: { readonly expected: string | undefined; readonly clock: Clock },
): CaptivateiqOrganization {
  let isKnown = expected === undefined;

  const compare = ({ data }: z.output<typeof organizations>) => {
    const names = data.map(({ name }) => name).join(", ");
    if (expected === undefined || data.some(({ id, name }) => id === expected || name === expected))
      return names;
    const issue = `organization: the token belongs to ${names || "no organization"}, not to ${expected}`;
    throw new SpmError("config.invalid", `Nothing was sent. ${issue}.`, { issues: [issue] });
  };

  return {
    async assert(call) {
      if (isKnown) return;
      compare(await calls.ask({ ...QUESTION, ...call }, organizations));
      isKnown = true;
    },
    check: (call) =>
      takeALook(
        async () => {
          const names = compare(await calls.look({ ...QUESTION, ...call }, organizations));
          return { state: "up", detail: `The API answers for ${names || "no organization"}.` };
        },
        { clock, ...call },
      ),
  };
}
