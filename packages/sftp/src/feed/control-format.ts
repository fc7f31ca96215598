import { z } from "zod";

/** Where a control file says something of a file: names of keys, columns or members. */
export interface ControlFields {
  /** The name of the file that is spoken of. Needed where one control file speaks of several. */
  readonly fileName?: string | undefined;
  readonly sizeBytes?: string | undefined;
  /** The number of data records. */
  readonly records?: string | undefined;
  readonly sha256?: string | undefined;
  /** Sums over all data records, by the column of the feed. */
  readonly sums?: Readonly<Record<string, string>> | undefined;
}

/** How a control file is written. It is UTF-8 text of at most 1 MiB. */
export type ControlFormat =
  /** `KEY=value` lines about one file; empty lines and lines that begin with `#` do not count. */
  | {
      readonly kind: "key-value";
      /** @defaultValue `"="` */
      readonly separator?: string | undefined;
      readonly fields: ControlFields;
    }
  /** A header, then one row a file. Quoted cells may not hold line endings. */
  | {
      readonly kind: "csv";
      /** @defaultValue `","` */
      readonly delimiter?: string | undefined;
      readonly fields: ControlFields;
    }
  /** One object about one file, or a list of objects at a path such as `delivery.files`. Fields may be paths, too. */
  | { readonly kind: "json"; readonly list?: string | undefined; readonly fields: ControlFields }
  /** Lines as the command `sha256sum` writes them, about any number of files. */
  | { readonly kind: "sha256sum" };

const field = z.string().min(1);

const fieldsSchema = z
  .strictObject({
    fileName: field.optional(),
    sizeBytes: field.optional(),
    records: field.optional(),
    sha256: field.optional(),
    sums: z.record(z.string().min(1), field).default({}),
  })
  .refine(
    ({ sizeBytes, records, sha256, sums }) =>
      sizeBytes !== undefined ||
      records !== undefined ||
      sha256 !== undefined ||
      Object.keys(sums).length > 0,
    "must say at least one of sizeBytes, records, sha256 and sums",
  );

const namesItsFiles = (format: { readonly fields: ControlFields }) => format.fields.fileName !== undefined;
const needsNames = { path: ["fields", "fileName"], message: "is needed where one file speaks of several" };

/** The strict reading of a control file's format. */
export const controlFormatSchema = z.union([
  z.strictObject({ kind: z.literal("key-value"), separator: field.default("="), fields: fieldsSchema }),
  z
    .strictObject({
      kind: z.literal("csv"),
      delimiter: z.string().length(1).default(","),
      fields: fieldsSchema,
    })
    .refine(namesItsFiles, needsNames),
  z
    .strictObject({ kind: z.literal("json"), list: field.optional(), fields: fieldsSchema })
    .refine((format) => format.list === undefined || namesItsFiles(format), needsNames),
  z.strictObject({ kind: z.literal("sha256sum") }),
]);
