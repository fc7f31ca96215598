import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

/** Data that a step reads or writes, as the receiver of lineage knows it. */
export interface LineageDataset {
  /** Where it lies, for example `sftp://files.example.test` or `anaplan://workspace`. */
  readonly namespace: string;
  /** Its name there, for example `/inbox/orders` or a list of a model. */
  readonly name: string;
}

/** At most one of each: the counts of a step cannot be told apart among several. */
export interface StepDatasets {
  readonly input?: LineageDataset | undefined;
  readonly output?: LineageDataset | undefined;
}

export interface LineageOptions {
  /** The namespace of the jobs: whose operations these are, for example `acme/production`. */
  readonly namespace: string;
  /** Which program says so, as a URI. @defaultValue "urn:spm-ops:monitoring" */
  readonly producer?: string | undefined;
  /** @defaultValue "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent" */
  readonly schemaUrl?: string | undefined;
  /**
   * What steps read and write, by `procedure/step`. What a step moved is told of these only. @defaultValue none: events
   * tell of runs, and of no data
   */
  readonly datasets?: Readonly<Record<string, StepDatasets>> | undefined;
}

const datasetSchema = z.strictObject({ namespace: z.string().min(1), name: z.string().min(1) });
const uri = z.string().refine((text) => URL.canParse(text), "is no URI");

const optionsSchema = z.strictObject({
  namespace: z.string().min(1),
  producer: uri.default("urn:spm-ops:monitoring"),
  schemaUrl: uri.default("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"),
  datasets: z
    .record(
      z.string().regex(/^[^/]+\/[^/]+$/, "is not of the form procedure/step"),
      z.strictObject({ input: datasetSchema.optional(), output: datasetSchema.optional() }),
    )
    .default({}),
});

/** The options with their defaults in place. */
export type LineageSettings = Readonly<z.output<typeof optionsSchema>>;

/** Checks options. @throws SpmError `config.invalid` with everything that is wrong. */
export function parseLineageOptions(options: LineageOptions): LineageSettings {
  return parseOptions(optionsSchema, options, "the options of lineage");
}
