import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import { type DropProfile, dropProfile } from "../drop-profile.js";
import { folderPath, namePattern } from "../name-pattern.js";

const name = z.string().min(1);

const definition = z.strictObject({
  profile: dropProfile,
  loads: z.record(
    name,
    z.strictObject({
      code: name.optional(),
      file: namePattern.optional(),
      columns: z.array(name).min(1),
      delimiter: z.string().length(1).default(","),
    }),
  ),
  reports: z.array(z.strictObject({ load: name, folder: folderPath, file: namePattern })).default([]),
});

/**
 * What the simulated vendor takes, by the contract of its profile.
 *
 * - `loads`: a row that has not as many cells as the header is rejected; a file without one of the columns fails. `code`
 *   and `file` are as in the options of the connector.
 * - `reports`: the rows that a load took are put out again, in place of those of the load before.
 */
export interface SimulatedDropVendor extends Omit<z.input<typeof definition>, "profile"> {
  readonly profile: DropProfile;
}
export type VendorDefinition = z.output<typeof definition>;
export type LoadDefinition = VendorDefinition["loads"][string];

/** The definition with its defaults, or SpmError `config.invalid` with all that is wrong with it. */
export function parseVendor(vendor: SimulatedDropVendor): VendorDefinition {
  return parseOptions(definition, vendor, "the simulated vendor");
}
