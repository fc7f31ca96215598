import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

/** Rises with each change of what a profile tells. */
export const PROFILE_VERSION = 1;

/** How a server behaves in one folder, as it was seen to; plain data, to be kept beside the site's declaration. */
export interface SiteProfile {
  /** The form of the profile. One of another form is refused, and the site is probed again. */
  readonly version: typeof PROFILE_VERSION;
  /** What the server calls itself. With another server the profile says nothing, and it is probed again. */
  readonly server: string;
  readonly folder: string;
  /** Where files are to be moved to, if it was asked about. */
  readonly target?: string | undefined;
  /** Milliseconds since 1970, by our clock. */
  readonly probedAt: number;
  /** The extensions that the server announced, by name. */
  readonly announced: readonly string[];
  /** The most files and folders that it lets one connection hold open, where it says so (`limits@openssh.com`). */
  readonly mostHandles?: number | undefined;
  /** Nothing where we may not write: the site can then only be observed. */
  readonly behaviour?: SiteBehaviour | undefined;
}

export interface SiteBehaviour {
  /** What a plain rename onto a taken name does. */
  readonly renameOntoExisting: "refuses" | "overwrites";
  /**
   * What a rename into the target folder does: `copies` means that for a while both or half of it may be there. Nothing
   * where no target was asked about or it could not be written to; `unknown` where the server does it, and does not
   * show how.
   */
  readonly renameToTarget?: "moves" | "copies" | "refuses" | "unknown" | undefined;
  /** Whether a rename keeps the time of a file; where it does not, it may be a copy. */
  readonly renameKeepsTime: boolean;
  /** Whether opening a new file exclusively refuses a taken name. */
  readonly exclusiveCreate: boolean;
  /** What a hard link onto a taken name does; `untruthful` says done and links nothing. */
  readonly hardLink: "refuses" | "untruthful" | "absent";
  /** How far the server's clock is before ours, in milliseconds; its times are whole seconds, and the way counts too. */
  readonly clockOffsetMs: number;
  /** Whether the time of a file can be set. */
  readonly setsTimes: boolean;
  /** Whether a file can be opened and read a second time; some servers hand it out once. */
  readonly readsTwice: boolean;
  /** The longest name that a file gets, up to 255 bytes. */
  readonly longestNameBytes: number;
  readonly caseSensitive: boolean;
  /** Whether a composed and a decomposed accent are two names. */
  readonly unicodeSensitive: boolean;
  /** Whether what we made could be removed again. */
  readonly removes: boolean;
}

const siteProfile = z.strictObject({
  version: z.literal(
    PROFILE_VERSION,
    `only profiles of version ${PROFILE_VERSION} are read; probe the site again`,
  ),
  server: z.string().min(1),
  folder: z.string().startsWith("/"),
  target: z.string().startsWith("/").optional(),
  probedAt: z.number(),
  announced: z.array(z.string()),
  mostHandles: z.number().int().optional(),
  behaviour: z
    .strictObject({
      renameOntoExisting: z.enum(["refuses", "overwrites"]),
      renameToTarget: z.enum(["moves", "copies", "refuses", "unknown"]).optional(),
      renameKeepsTime: z.boolean(),
      exclusiveCreate: z.boolean(),
      hardLink: z.enum(["refuses", "untruthful", "absent"]),
      clockOffsetMs: z.number(),
      setsTimes: z.boolean(),
      readsTwice: z.boolean(),
      longestNameBytes: z.number().int().min(1),
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
