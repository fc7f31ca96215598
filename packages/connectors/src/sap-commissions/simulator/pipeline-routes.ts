import { json } from "node:stream/consumers";
import { z } from "zod";
import type { Reply } from "../../simulator/reply.js";
import type { ApiRequest, ApiScope } from "./api-scope.js";
import type { Job } from "./pipelines.js";
import type { Records } from "./records.js";
import { refusal, success } from "./reply.js";

const PREFIX = "21673573206720";
const RESET_FROM_VALIDATE = `${PREFIX}525`;
const PURGE = `${PREFIX}573`;
const XML_IMPORT = `${PREFIX}693`;
const IMPORTS: ReadonlySet<string> = new Set(
  ["533", "534", "535", "536", "537", "525"].map((end) => PREFIX + end),
);
const RUNS: ReadonlySet<string> = new Set(
  "515 516 518 519 520 521 530 531 532 514 522 523 526 540 573 692 698 701 718 721 712 715"
    .split(" ")
    .map((end) => PREFIX + end),
);

const texts = z.array(z.string()).min(1);
const job = z.object({
  command: z.enum(["PipelineRun", "Import", "XMLImport"]),
  stageTypeSeq: z.string(),
  calendarSeq: z.string().optional(),
  periodSeq: z.string().optional(),
  batchName: z.string().optional(),
  module: z.string().optional(),
  stageTables: texts.optional(),
  runMode: z.string().optional(),
  processingUnitSeq: z.string().optional(),
  positionGroups: texts.optional(),
  positionSeqs: texts.optional(),
  xmlFileName: z.string().optional(),
  xmlFileContent: z.string().optional(),
  odsReportList: texts.optional(),
});
type SentJob = z.output<typeof job>;

/** Starts what the list holds; each is answered under its place in it. Nothing is started when one is refused. */
export async function startPipelines(scope: ApiScope, request: ApiRequest): Promise<Reply> {
  const { body, parts, userId } = request;
  const { workshop, pipelines, clock } = scope;
  const sent = z
    .array(z.record(z.string(), z.unknown()))
    .min(1)
    .safeParse(await json(body).catch(() => undefined));
  if (!sent.success) return refusal(400, clock.now());
  const isReset = parts["reset"] !== undefined;
  const checked = sent.data.map((each) =>
    check(workshop.records, isReset ? { ...each, stageTypeSeq: RESET_FROM_VALIDATE } : each, isReset),
  );
  const refusals = checked.flatMap((each, at) =>
    "refusal" in each ? [[String(at), each.refusal] as const] : [],
  );
  if (refusals.length > 0) {
    const isWorded = refusals.some(([, words]) => typeof words === "string");
    return success({ pipelines: Object.fromEntries(refusals) }, isWorded ? 500 : 400);
  }
  const started: Record<string, readonly string[]> = {};
  for (const [at, each] of checked.entries()) {
    if ("job" in each) started[at] = [await pipelines.start({ ...each.job, userId })];
  }
  return success({ pipelines: started });
}

type Checked =
  | { readonly job: Omit<Job, "userId"> }
  | { readonly refusal: string | Readonly<Record<string, string>> };

/** Whether a pipeline can be started; a refusal is by field, or in the vendor's words. */
function check(records: Records, sent: Readonly<Record<string, unknown>>, isReset: boolean): Checked {
  const parsed = job.safeParse(sent);
  if (!parsed.success) {
    const [field = "command"] = parsed.error.issues[0]?.path ?? [];
    return { refusal: { [String(field)]: `Value for ${String(field)} is required` } };
  }
  const { command, stageTypeSeq, processingUnitSeq, runMode, periodSeq, batchName } = parsed.data;
  const isKnown = command === "Import" ? IMPORTS.has(stageTypeSeq) : RUNS.has(stageTypeSeq);
  if (!isKnown && !(command === "XMLImport" && stageTypeSeq === XML_IMPORT)) {
    return { refusal: `TCMP_09007:E: Unable to find the stage type ${stageTypeSeq}.` };
  }
  const missing = requiredOf(parsed.data, isReset).find((field) => parsed.data[field] === undefined);
  if (missing !== undefined) return { refusal: { [missing]: `Value for ${missing} is required` } };
  for (const [resource, field] of REFERRED) {
    const seq = parsed.data[field];
    if (seq !== undefined && records.find(resource, seq) === undefined) {
      return { refusal: `TCMP_09007:E: Unable to find the object with the id ${seq}.` };
    }
  }
  const usual = String(records.list("processingUnits")[0]?.["processingUnitSeq"]);
  return {
    job: {
      command,
      stageTypeSeq,
      periodSeq,
      batchName,
      runMode,
      processingUnitSeq: processingUnitSeq ?? usual,
    },
  };
}

const REFERRED = [
  ["calendars", "calendarSeq"],
  ["periods", "periodSeq"],
  ["processingUnits", "processingUnitSeq"],
] as const;

function requiredOf(
  { command, stageTypeSeq, runMode, positionGroups }: SentJob,
  isReset: boolean,
): readonly (keyof SentJob)[] {
  if (isReset) return ["calendarSeq", "periodSeq"];
  if (command === "XMLImport") return ["xmlFileName", "xmlFileContent"];
  if (stageTypeSeq === PURGE) return ["batchName", "module", "stageTables"];
  if (command === "Import") return ["calendarSeq", "batchName", "module", "stageTables", "runMode"];
  const byPosition = runMode === "positions" && positionGroups === undefined;
  return ["calendarSeq", "periodSeq", ...(byPosition ? (["positionSeqs"] as const) : [])];
}

/** Cancels a pipeline. The answer has no envelope but the id. */
export function cancelPipeline({ pipelines, conditions }: ApiScope, { parts }: ApiRequest): Reply {
  const { seq = "" } = parts;
  const isCancelled = pipelines.cancel(seq);
  if (isCancelled === undefined)
    return success({ [seq]: `TCMP_09007:E: Unable to find the object with the id ${seq}.` }, 400);
  if (!isCancelled)
    return success({ [seq]: "TCMP_35243:E: The pipeline has ended and cannot be removed." }, 400);
  if (!conditions.cancelQuirk) return success({ [seq]: "The pipeline is cancelled." });
  return success({ [seq]: `${GRID_ERROR} ++-error::[Controller] unknown command: delJob` }, 400);
}

const GRID_ERROR =
  "TCMP_60255:E: An error occurred while attempting to delete a job. The job's status is set to Cancel, but the controller returned:";
