import { z } from "zod";
import { type HttpOptions, httpAddress, httpOptionFields } from "../../http/http-options.js";
import { type AnaplanAuthentication, anaplanAuthentication } from "../anaplan-options.js";

/** CloudWorks of one tenant, and how to work with it. What a person writes down; checked strictly. */
export interface CloudWorksOptions extends HttpOptions {
  /** The client's name of this environment: `production`, `uat`. */
  readonly environment: string;
  /** Regions have hosts of their own. `https:` unless the host is this machine. */
  readonly hosts?:
    | {
        /** @defaultValue "https://api.cloudworks.anaplan.com/2/0" */
        readonly cloudWorks?: string | undefined;
        /** @defaultValue "https://auth.anaplan.com" */
        readonly authentication?: string | undefined;
      }
    | undefined;
  /** The user needs the role Restricted Integration User, and a workspace that is assigned to it. */
  readonly authentication: AnaplanAuthentication;
  /**
   * How long a start may take to show in the history before `find` says that there was none. The vendor does not say;
   * a run that waits for its turn may not show at once.
   *
   * @defaultValue 60_000
   */
  readonly settleMs?: number | undefined;
}

export const cloudWorksOptions = z.strictObject({
  environment: z.string().min(1),
  hosts: z
    .strictObject({
      cloudWorks: httpAddress.default("https://api.cloudworks.anaplan.com/2/0"),
      authentication: httpAddress.default("https://auth.anaplan.com"),
    })
    .prefault({}),
  authentication: anaplanAuthentication,
  settleMs: z.number().int().nonnegative().default(60_000),
  ...httpOptionFields,
});
