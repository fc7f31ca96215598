import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

const text = z.string().min(1);
const plain = z.strictObject({ id: text, name: text });

const definition = z
  .strictObject({
    client: z.strictObject({ id: text, secret: text }),
    apiKey: text.optional(),
    feeds: z.array(plain.extend({ columns: z.array(text).min(1) })).default([]),
    calculations: z.array(plain).default([]),
    extracts: z.array(plain.extend({ feed: text })).default([]),
    pageSize: z.int().positive().default(2),
  })
  .superRefine(({ feeds, extracts }, { addIssue }) => {
    for (const [at, { feed }] of extracts.entries()) {
      if (feeds.some(({ id }) => id === feed)) continue;
      addIssue({ code: "custom", path: ["extracts", at, "feed"], message: `there is no feed ${feed}` });
    }
  });

/**
 * What the simulated application holds.
 *
 * - `client`: its id and secret ask for a token, or are sent as user and password; the `apiKey` goes in `X-Api-Key`.
 * - `feeds`: a row that has not as many cells as the header is refused; a file without one of the columns breaks the run.
 * - `extracts`: give the rows of a feed out again.
 */
export type SimulatedApplication = z.input<typeof definition>;
export type ApplicationDefinition = z.output<typeof definition>;

/** The definition with its defaults, or SpmError `config.invalid` with all that is wrong with it. */
export function parseApplication(application: SimulatedApplication): ApplicationDefinition {
  return parseOptions(definition, application, "the simulated application");
}
