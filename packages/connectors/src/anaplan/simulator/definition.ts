import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

const user = z.union([
  z.strictObject({ user: z.string().min(1), password: z.string().min(1) }),
  z.strictObject({ user: z.string().min(1), certificate: z.string().min(1) }),
]);

const named = { name: z.string().min(1) };
const durationMs = z.number().nonnegative().optional();
const digits = (prefix: number) =>
  z.string().regex(new RegExp(`^${prefix}\\d{9}$`), `an id of 12 digits that begins with ${prefix}`);

const file = z.strictObject({ id: digits(113), ...named, defaultContent: z.string().optional() });

const simulatedImport = z.strictObject({
  id: digits(112),
  ...named,
  dataSourceId: digits(113),
  columns: z.array(z.string().min(1)).min(1),
  headerNames: z.array(z.string()).optional(),
  dimensions: z.array(z.strictObject({ column: z.string(), items: z.array(z.string()) })).default([]),
  tellsCounts: z.boolean().default(true),
  durationMs,
});

const action = z.strictObject({
  id: digits(117),
  ...named,
  actionType: z.string().optional(),
  succeeds: z.boolean().default(true),
  durationMs,
});

const process = z.strictObject({
  id: digits(118),
  ...named,
  steps: z.array(z.string()).min(1),
  failsAt: z.string().optional(),
  durationMs,
});

const simulatedExport = z.strictObject({
  id: digits(116),
  ...named,
  rows: z.union([z.string(), z.custom<RowsOfExport>((value) => typeof value === "function")]),
  chunkSizeBytes: z.number().int().positive().default(1_000_000),
  durationMs,
});

const cloudWorksId = z.string().regex(/^[0-9a-f]{32}$/, "an id of 32 lower-case hexadecimal digits");

const integration = z.strictObject({
  id: cloudWorksId,
  ...named,
  runs: z.string(),
  content: z.string().optional(),
});

const flow = z.strictObject({ id: cloudWorksId, ...named, steps: z.array(cloudWorksId).min(2) });

const definition = z
  .strictObject({
    users: z.array(user).min(1),
    files: z.array(file),
    imports: z.array(simulatedImport).default([]),
    actions: z.array(action).default([]),
    processes: z.array(process).default([]),
    exports: z.array(simulatedExport).default([]),
    integrations: z.array(integration).default([]),
    flows: z.array(flow).default([]),
  })
  .superRefine(({ files, imports, processes, exports, integrations, flows }, { addIssue }) => {
    const missing = (path: (string | number)[], id: string) =>
      addIssue({ code: "custom", path, message: `the model defines no ${id}` });
    const ids = new Set([...imports, ...exports].map(({ id }) => id));
    imports.forEach(({ dataSourceId }, at) => {
      if (!files.some(({ id }) => id === dataSourceId))
        missing(["imports", at, "dataSourceId"], dataSourceId);
    });
    processes.forEach(({ steps }, at) => {
      for (const id of steps) if (/^11[26]/.test(id) && !ids.has(id)) missing(["processes", at, "steps"], id);
    });
    exports.forEach(({ rows }, at) => {
      if (typeof rows === "string" && !ids.has(rows)) missing(["exports", at, "rows"], rows);
    });
    const runnable = new Set([...ids, ...processes.map(({ id }) => id)]);
    integrations.forEach(({ runs }, at) => {
      if (!runnable.has(runs)) missing(["integrations", at, "runs"], runs);
    });
    flows.forEach(({ steps }, at) => {
      for (const step of steps) {
        if (!integrations.some(({ id }) => id === step)) missing(["flows", at, "steps"], step);
      }
    });
  });

/** The rows that imports brought into the model, the header first; empty before the first import of that id. */
export type LoadedRows = (importId: string) => Promise<readonly (readonly string[])[]>;

/** Makes the rows of an export, the header first. */
export type RowsOfExport = (loaded: LoadedRows) => Promise<readonly (readonly string[])[]>;

/**
 * What the simulated model holds.
 *
 * - `files`: `defaultContent` is what an import reads when its user uploaded nothing.
 * - `imports`: a row with a blank or unknown item in one of the `dimensions` is rejected; `tellsCounts: false` leaves
 *   the details of the result away. `headerNames` are the columns that its metadata tells, by default those it reads.
 * - `actions`: what the vendor calls other actions; with `succeeds: false` it ends without success.
 * - `processes`: `steps` are ids of imports and exports, anything else is an action; `failsAt` names the step that
 *   fails, and nothing after it is done.
 * - `exports`: `rows` is the id of an import whose rows are written, or a function that makes them.
 * - `integrations`: what CloudWorks runs, an import, export or process by its id; `content` is the file that lies at the
 *   connection of an import.
 * - `flows`: `steps` are ids of integrations, run one after another until one does not succeed.
 *
 * A `durationMs` of an object goes before the durations of the simulator.
 */
export type SimulatedModel = z.input<typeof definition>;
export type ModelDefinition = z.output<typeof definition>;
export type ImportDefinition = ModelDefinition["imports"][number];
export type IntegrationDefinition = ModelDefinition["integrations"][number];
export type FlowDefinition = ModelDefinition["flows"][number];
export type ExportDefinition = ModelDefinition["exports"][number];
export type UserDefinition = ModelDefinition["users"][number];

/** The definition with its defaults, or SpmError `config.invalid` with all that is wrong with it. */
export function parseModel(model: SimulatedModel): ModelDefinition {
  return parseOptions(definition, model, "the simulated model");
}
