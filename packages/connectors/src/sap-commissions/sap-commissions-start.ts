import { type Clock, SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, Staged, StartRequest } from "../contract/spm-connector.js";
import { STAGE_TABLES, toStageTypeSeq } from "./pipeline-stages.js";
import type { SapCommissionsCalls } from "./sap-commissions-calls.js";
import type { SapCommissionsDirectory } from "./sap-commissions-directory.js";
import type { ProcessSettings } from "./sap-commissions-jobs.js";
import type { LoadObject, SapCommissionsObjects } from "./sap-commissions-objects.js";

export interface SapCommissionsStarts {
  readonly calls: SapCommissionsCalls;
  readonly objects: SapCommissionsObjects;
  readonly directory: SapCommissionsDirectory;
  readonly clock: Clock;
}

/** Starts the import of a batch, or a pipeline over a period, once. Names are looked up before anything is sent. */
export async function startPipeline(
  starts: SapCommissionsStarts,
  { kind, object, staged }: StartRequest,
  call: ConnectorCall,
): Promise<Handle> {
  const start = async ({ id, name }: { readonly id: string; readonly name: string }, body: object) => {
    const task = await starts.calls.start(body, { operation: `start ${name}`, ...call });
    return { kind, object: id, task };
  };
  if (kind === "load") {
    const load = await starts.objects.loads.get(kind, object, call);
    return start(load, await toImport(starts, load, toBatchName(load, staged), call));
  }
  const process = await starts.objects.processes.get(kind, object, call);
  return start(process, await toRun(starts, process.settings, call));
}

/** The name of the batch that was staged for a load, which is the name of its file. */
export function toBatchName({ id, name }: LoadObject, staged: Staged | undefined): string {
  if (staged?.load === id) return staged.name;
  const issue = `staged: the load "${name}" is started with what was staged for it`;
  throw new SpmError("config.invalid", `Could not start the load "${name}": ${issue}.`, { issues: [issue] });
}

async function toImport(
  { directory }: SapCommissionsStarts,
  { settings }: LoadObject,
  batchName: string,
  call: ConnectorCall,
): Promise<object> {
  const { module, stage, rows, stageTables = STAGE_TABLES[module], calendar } = settings;
  return {
    command: "Import",
    stageTypeSeq: toStageTypeSeq(stage),
    calendarSeq: await directory.calendarSeq(calendar, call),
    batchName,
    module,
    stageTables,
    runMode: rows.run,
    // Stages that only transfer do not know the field.
    ...(!stage.startsWith("Transfer") && { revalidate: rows.revalidate ?? "all" }),
    runStats: false,
    ...(await toUnit(directory, settings, call)),
  };
}

async function toRun(
  { directory, clock, calls }: SapCommissionsStarts,
  settings: ProcessSettings,
  call: ConnectorCall,
): Promise<object> {
  const { stage, calendar, run, removeStaleResults, runStats, reports } = settings;
  const calendarSeq = await directory.calendarSeq(calendar, call);
  return {
    command: "PipelineRun",
    stageTypeSeq: toStageTypeSeq(stage),
    calendarSeq,
    periodSeq: await directory.periodSeq(settings, clock.now() + calls.clockAheadMs(), call),
    ...(typeof run === "string" ? { runMode: run } : { runMode: "positions", ...run }),
    ...(stage.startsWith("Compensate") && { removeStaleResults: removeStaleResults ?? false }),
    runStats,
    ...(reports !== undefined && {
      generateODSReports: true,
      reportTypeName: reports.type,
      reportFormatsList: reports.formats,
      odsReportList: reports.names,
      ...(reports.groups !== undefined && { boGroupsList: reports.groups }),
    }),
    ...(await toUnit(directory, settings, call)),
  };
}

async function toUnit(
  directory: SapCommissionsDirectory,
  { processingUnit }: Pick<ProcessSettings, "processingUnit">,
  call: ConnectorCall,
): Promise<object> {
  if (processingUnit === undefined) return {};
  return { processingUnitSeq: await directory.processingUnitSeq(processingUnit, call) };
}
