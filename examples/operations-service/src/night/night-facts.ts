import type { RunState } from "@spm-ops/core";
import type { ArchivedRow, DeliveryRow, LoadRow, RunFacts } from "@spm-ops/reporting";
import { z } from "zod";

/** What the outputs of the steps hold, as far as the page shows it. Read loosely: a night may have ended anywhere. */
const finding = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  line: z.number().nullable(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  message: z.string(),
  hint: z.string(),
});

/** What a validation leaves in the log. */
export const validated = z.object({
  report: z.object({
    feed: z.string(),
    fileName: z.string(),
    sizeBytes: z.number(),
    sha256: z.string(),
    verdict: z.enum(["accepted", "accepted-with-findings", "refused"]),
    records: z.object({ read: z.number(), rejected: z.number() }),
    findings: z.array(finding),
    summary: z.array(z.object({ code: z.string(), column: z.string().nullable(), count: z.number() })),
  }),
});

const kept = z.object({ path: z.string() });
const handle = z.object({ task: z.string() });
const outcome = z.object({
  state: z.enum(["succeeded", "succeeded-with-rejects", "failed", "cancelled", "refused-busy", "unknown"]),
  volume: z.object({
    rowsRead: z.number().optional(),
    rowsWritten: z.number().optional(),
    rowsRejected: z.number().optional(),
  }),
  message: z.string(),
});

const archived = z.object({
  folder: z.string(),
  manifest: z.object({
    files: z.array(
      z.object({ name: z.string(), sizeBytes: z.number(), sha256: z.string(), rows: z.number().optional() }),
    ),
  }),
});

const receipts = z.array(z.object({ path: z.string(), sha256: z.string() }));

const DELIVERIES = ["accounts", "products", "sales-teams", "pipeline"];
const JOBS = [
  ["load", "Load of the sales pipeline"],
  ["calculation", "Nightly calculation"],
  ["report", "Report of won business"],
] as const;
const ARCHIVES = ["archive-evidence", "archive-report"];

/** The deliveries, jobs and archived files of a night, out of the outputs of its steps. */
export function readNightFacts(run: RunState): Pick<RunFacts, "deliveries" | "loads" | "archived"> {
  const read = <Schema extends z.ZodType>(stepId: string, schema: Schema): z.output<Schema> | undefined =>
    schema.safeParse(run.steps.find((step) => step.stepId === stepId)?.output).data;

  const deliveries = DELIVERIES.flatMap((name) => {
    const delivery = read(`validate-${name}`, validated);
    return delivery === undefined ? [] : [toDeliveryRow(delivery, read(`keep-${name}`, kept)?.path)];
  });
  const loads = JOBS.flatMap(([name, title]): LoadRow[] => {
    const ended = read(`wait-${name}`, outcome);
    if (ended === undefined) return [];
    const { state, volume, message } = ended;
    return [
      { title, outcome: state, handle: read(`start-${name}`, handle)?.task, ...volume, detail: message },
    ];
  });
  const delivered = read("deliver-report", receipts) ?? [];
  const rows = ARCHIVES.flatMap((stepId): ArchivedRow[] => {
    const { folder, manifest } = read(stepId, archived) ?? { folder: "", manifest: { files: [] } };
    return manifest.files.map((file) => ({
      ...file,
      folder,
      deliveredTo: delivered.filter(({ sha256 }) => sha256 === file.sha256).map(({ path }) => path),
    }));
  });
  return { deliveries, loads, archived: rows };
}

const VERDICTS = {
  accepted: "accepted",
  "accepted-with-findings": "accepted-with-findings",
  refused: "rejected",
} as const;
const SEVERITIES = { error: "error", warning: "warning", info: "note" } as const;

/** Each kind of finding is shown by its first few; the counts say how many there are. */
const SHOWN_OF_EACH = 3;

function toDeliveryRow({ report }: z.output<typeof validated>, keptAs: string | undefined): DeliveryRow {
  const shown = new Map<string, number>();
  const findings = report.findings.filter(({ code, column }) => {
    const kind = `${code} ${column}`;
    shown.set(kind, (shown.get(kind) ?? 0) + 1);
    return (shown.get(kind) ?? 0) <= SHOWN_OF_EACH;
  });
  return {
    feed: report.feed,
    fileName: report.fileName,
    verdict: VERDICTS[report.verdict],
    rows: report.records.read,
    rejected: report.records.rejected,
    sizeBytes: report.sizeBytes,
    sha256: report.sha256,
    keptAs,
    findingsInAll: report.summary.reduce((sum, { count }) => sum + count, 0),
    findings: findings.map(({ severity, line, column, value, ...told }) => ({
      ...told,
      severity: SEVERITIES[severity],
      line: line ?? undefined,
      column: column ?? undefined,
      value: value ?? undefined,
    })),
  };
}
