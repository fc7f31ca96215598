import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

/** How a server behaves in one folder, as it was seen to; plain data, to be kept beside the site's declaration. */
export interface SiteProfile {
  /** What the server calls itself. With another server the profile says nothing, and it is probed again. */
  readonly server: string;
  readonly folder: string;
  /** Milliseconds since 1970, by our clock. */
  readonly probedAt: number;
  /** The extensions that the server announced, by name. */
  readonly announced: readonly string[];
  /** Nothing where we may not write: the site can then only be observed. */
  readonly behaviour?: SiteBehaviour | undefined;
}

export interface SiteBehaviour {
  /** What a plain rename onto a taken name does. */
  readonly renameOntoExisting: "refuses" | "overwrites";
  /** Whether a rename keeps the time of a file; where it does not, it may be a copy. */
  readonly renameKeepsTime: boolean;
  /** Whether opening a new file exclusively refuses a taken name. */
  readonly exclusiveCreate: boolean;
  /** What a hard link onto a taken name does; `untruthful` says done and links nothing. */
  readonly hardLink: "refuses" | "untruthful" | "absent";
  /** How far the server's clock is before ours, in milliseconds; its times are whole seconds, and the way counts too. */
  readonly clockOffsetMs: number;
  readonly caseSensitive: boolean;
  /** Whether a composed and a decomposed accent are two names. */
  readonly unicodeSensitive: boolean;
  /** Whether what we made could be removed again. */
  readonly removes: boolean;
}

const siteProfile = z.strictObject({
  server: z.string().min(1),
  folder: z.string().startsWith("/"),
  probedAt: z.number(),
  announced: z.array(z.string()),
  behaviour: z
    .strictObject({
      renameOntoExisting: z.enum(["refuses", "overwrites"]),
      renameKeepsTime: z.boolean(),
      exclusiveCreate: z.boolean(),
      hardLink: z.enum(["refuses", "untruthful", "absent"]),
      clockOffsetMs: z.number(),
      caseSensitive: z.boolean(),
      unicodeSensitive: z.boolean(),
      removes: z.boolean(),
    })
    .optional(),
});

/** Reads a profile that was kept as JSON, or written by hand. @throws SpmError `config.invalid` */
export function parseSiteProfile(kept: unknown): SiteProfile {
  return parseOptions(siteProfile, kept, "the profile of the site");
}
