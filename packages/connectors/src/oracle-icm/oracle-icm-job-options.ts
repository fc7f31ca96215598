import { z } from "zod";

/** A job of the Enterprise Scheduler, as the Scheduled Processes page of the environment names it. */
export interface OracleIcmJob {
  /** The path of its package: `/oracle/apps/ess/…`. */
  readonly package: string;
  /** The name of its definition in that package. */
  readonly definition: string;
  /**
   * Its parameters in their order; `#NULL` for one that is empty. They are fixed, so a process for another period is
   * another declaration. A load may name what was uploaded: `{documentId}`, `{fileName}`.
   *
   * @defaultValue none
   */
  readonly parameters?: readonly string[] | undefined;
}

/** How a load names what was uploaded for it. */
export const DOCUMENT_ID = "{documentId}";
export const FILE_NAME = "{fileName}";

const parameter = z.string().regex(/^[^,]*$/, "must hold no comma, which stands between parameters");
const isUploaded = (text: string) => text.includes(DOCUMENT_ID) || text.includes(FILE_NAME);

/** The fields of a job that reads an uploaded file. */
export const loadJobFields = {
  package: z
    .string()
    .min(1)
    .regex(/^[^,]+$/, "must hold no comma, which stands before the definition"),
  definition: z.string().regex(/^[^,/]+$/, "must be the name without the package"),
  parameters: z.array(parameter).default([]),
};

/** The fields of a job that reads none. */
export const jobFields = {
  ...loadJobFields,
  parameters: z
    .array(parameter.refine((text) => !isUploaded(text), "names a file, which only a load has"))
    .default([]),
};

/** A declared job with its defaults. */
export interface JobSettings {
  readonly package: string;
  readonly definition: string;
  readonly parameters: readonly string[];
}
