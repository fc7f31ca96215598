import { type Clock, type FileSite, SpmError } from "@spm-ops/core";
import type { Poll } from "../contract/outcome.js";
import type { ConnectorCall, Handle, JobKind, StartRequest } from "../contract/spm-connector.js";
import { type StageableFile, toStageableFile } from "../contract/stageable-file.js";
import type { JobRules, ProfileRules } from "./http-profile.js";
import type { ProfileCalls } from "./http-profile-calls.js";
import type { ProfileObjects } from "./http-profile-objects.js";
import { type HttpProfileSettings, SECTIONS } from "./http-profile-options.js";
import type { TermValues } from "./placeholder.js";
import { anyReply, statusReply, wordReply } from "./pointed-reply.js";
import { carriesFile } from "./request-template.js";

/** What the jobs of one environment are worked with. */
export interface ProfileJobs {
  readonly calls: ProfileCalls;
  readonly objects: ProfileObjects;
  readonly settings: HttpProfileSettings;
  readonly clock: Clock;
  /** Where files wait whose start carries them. */
  readonly waitingSite: FileSite | undefined;
}

/** The templates for a kind of job. */
export function requireSection({ profile }: HttpProfileSettings, kind: JobKind, operation: string): JobRules {
  const templates: ProfileRules[(typeof SECTIONS)[JobKind]] = profile[SECTIONS[kind]];
  if (templates !== undefined) return templates;
  return refuseUndeclared(operation, `The profile says nothing of ${SECTIONS[kind]}.`);
}

/** What a request about a started job is made of. */
export function toJobValues({ objects }: Pick<ProfileJobs, "objects">, handle: Handle): TermValues {
  return { object: objects.codeOf(handle.kind, handle.object), task: handle.task };
}

/** Starts a job, once. */
export async function startJob(
  jobs: ProfileJobs,
  { kind, object, staged }: StartRequest,
  call: ConnectorCall,
): Promise<Handle> {
  const { calls, objects, settings } = jobs;
  const operation = `start the ${kind} ${object}`;
  const { start } = requireSection(settings, kind, operation);
  const { id } = await objects.get(kind, object, call);
  if (staged !== undefined && staged.load !== id) {
    const issue = `staged: ${staged.name} was staged for ${staged.load}, not for ${id}`;
    throw new SpmError("config.invalid", `Could not ${operation}: ${issue}.`, { issues: [issue] });
  }
  const { name, sizeBytes, sha256, reference } = staged ?? {};
  const code = objects.codeOf(kind, id);
  const bytes = sizeBytes?.toString();
  const task = await calls.send(
    {
      ...{ template: start.request, intent: "change", operation, ...call },
      values: { object: code, file: name, bytes, sha256, staged: reference },
      file: carriesFile(start.request.body) ? toWaitingFile(jobs, staged, operation) : undefined,
    },
    wordReply(start.task),
  );
  return { kind, object: id, task };
}

function toWaitingFile(
  { waitingSite }: ProfileJobs,
  staged: StartRequest["staged"],
  operation: string,
): StageableFile {
  if (waitingSite !== undefined && staged?.reference !== undefined) {
    const { name, sizeBytes, sha256, reference: path } = staged;
    return { ...toStageableFile(waitingSite, { path, sizeBytes, sha256 }), name };
  }
  const issue = "staged: the load is started with what was staged for it";
  throw new SpmError("config.invalid", `Could not ${operation}: ${issue}.`, { issues: [issue] });
}

/** One look at a job. */
export async function pollJob(jobs: ProfileJobs, handle: Handle, call: ConnectorCall): Promise<Poll> {
  const operation = `ask how the ${handle.kind} ${handle.task} is doing`;
  const { poll } = requireSection(jobs.settings, handle.kind, operation);
  const values = toJobValues(jobs, handle);
  return jobs.calls.send(
    { template: poll.request, intent: "question", operation, values, ...call },
    statusReply(poll),
  );
}

/** Asks a job to stop. */
export async function cancelJob(jobs: ProfileJobs, handle: Handle, call: ConnectorCall): Promise<void> {
  const operation = `cancel the ${handle.kind} ${handle.task}`;
  const { cancel: template } = requireSection(jobs.settings, handle.kind, operation);
  if (template === undefined) refuseUndeclared(operation, "The profile declares no request for it.");
  const values = toJobValues(jobs, handle);
  await jobs.calls.tell({ template, intent: "repeatable-change", operation, values, ...call });
}

/** One question that tells whether the application is up. */
export async function lookAtApplication(
  { calls, settings }: ProfileJobs,
  { request, status }: NonNullable<ProfileRules["availability"]>,
  call: ConnectorCall,
) {
  const operation = `look whether ${settings.profile.vendor} is up`;
  const question = { template: request, intent: "question", operation, values: {}, ...call } as const;
  if (status === undefined) {
    await calls.send(question, anyReply);
    return { state: "up", detail: "It answers." } as const;
  }
  const word = await calls.send(question, wordReply(status.pointer));
  return { state: status.up.includes(word) ? "up" : "down", detail: `It says "${word}".` } as const;
}

/** Says that the profile declares no way to do something. */
export function refuseUndeclared(operation: string, why: string): never {
  throw new SpmError("operation.unsupported", `Could not ${operation}. ${why}`, { operation });
}
