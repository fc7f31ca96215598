import { z } from "zod";
import { jsonPointer } from "../contract/json-pointer.js";
import { type Term, termsOf } from "./placeholder.js";
import { type ProfileAuthentication, profileAuthentication } from "./profile-authentication.js";
import {
  carriesFile,
  changeTemplate,
  type FileBody,
  loadStartTemplate,
  type PlainBody,
  questionTemplate,
  type RequestTemplate,
  uploadTemplate,
} from "./request-template.js";
import { type ToldStatus, toldStatusFields } from "./told-status.js";

/** A list of the application, page by page. Pointers into an item begin at the item. */
export interface ListTemplate {
  readonly request: RequestTemplate;
  /** The list in an answer, as `/items`; empty where the answer is the list. */
  readonly items: string;
  /** The next page: a link, or with `query` the value of that field of the query. @defaultValue there is one page */
  readonly next?: { readonly pointer: string; readonly query?: string | undefined } | undefined;
}

/** What can be started, as the application lists it. */
export interface ObjectListTemplate extends ListTemplate {
  readonly id: string;
  /** @defaultValue the id */
  readonly name?: string | undefined;
}

/** The starts that the application shows. What it cannot be asked for is compared here. */
export interface FindTemplate extends ListTemplate {
  readonly task: string;
  /** What was started. To be left out only where the request asks for `{object}`. */
  readonly object?: string | undefined;
  /** Which staged file was started. */
  readonly staged?: string | undefined;
  /** When it was started: ISO 8601 with a zone, or a number since 1970. */
  readonly time?:
    | { readonly pointer: string; readonly form?: "iso" | "seconds" | "milliseconds" | undefined }
    | undefined;
  /**
   * Whether the list holds every start of the time in question for as long as anybody may look for one, so that to see
   * none proves that there was none. Else the answer is unknown. @defaultValue false
   */
  readonly provesAbsence?: boolean | undefined;
}

/** Bytes that the application gives out. A page for people is never taken for them. */
export interface DownloadTemplate {
  readonly request: RequestTemplate;
  /** Where an answer in JSON tells the link to the bytes. @defaultValue the answer is the bytes */
  readonly link?: string | undefined;
}

/** How one kind of job is listed, started and watched. */
export interface JobTemplates<StartBody = PlainBody> {
  /** @defaultValue the options declare what there is */
  readonly list?: ObjectListTemplate | undefined;
  /** `task` is where the answer tells the id of what was started. */
  readonly start: { readonly request: RequestTemplate<StartBody>; readonly task: string };
  readonly poll: ToldStatus & { readonly request: RequestTemplate };
  /** @defaultValue a start whose answer was lost cannot be looked for */
  readonly find?: FindTemplate | undefined;
  /** @defaultValue nothing can be cancelled */
  readonly cancel?: RequestTemplate | undefined;
}

/** Loads: a file is staged and then started, or travels with the start itself. */
export interface LoadTemplates extends JobTemplates<PlainBody | FileBody> {
  /** `reference` is where the answer tells the id of the staged file. @defaultValue the start carries the file */
  readonly stage?:
    | {
        readonly request: RequestTemplate<FileBody> & { readonly body: FileBody };
        readonly reference?: string | undefined;
      }
    | undefined;
  /** @defaultValue the application gives no rejected rows out */
  readonly rejects?: DownloadTemplate | undefined;
}

/** What the application makes for download. */
export interface ReportTemplates extends JobTemplates {
  readonly download: DownloadTemplate;
}

/**
 * How an application is spoken to over HTTP. Texts of requests hold placeholders, of which each place knows its own;
 * answers are read by JSON pointers (RFC 6901) in which `*` stands for each entry of a list.
 *
 * A capability is what is declared, whole: what is left out cannot be done, and nothing is guessed.
 */
export interface HttpProfile {
  /** Names the vendor in errors and logs. */
  readonly vendor: string;
  readonly authentication: ProfileAuthentication;
  readonly loads?: LoadTemplates | undefined;
  readonly processes?: JobTemplates | undefined;
  readonly reports?: ReportTemplates | undefined;
  /** What tells whether the application is up; any answer in JSON does, or one of these words. @defaultValue unknown */
  readonly availability?:
    | {
        readonly request: RequestTemplate;
        readonly status?: { readonly pointer: string; readonly up: readonly string[] } | undefined;
      }
    | undefined;
  /** Statuses of a refusal by which the application says that it is busy, besides 409 and 423. @defaultValue none */
  readonly busyStatuses?: readonly number[] | undefined;
}

const FILE_TERMS: readonly Term[] = ["object", "file", "bytes", "sha256"];
const START_TERMS: readonly Term[] = [...FILE_TERMS, "staged"];
const TASK_TERMS: readonly Term[] = ["object", "task"];

function listFields(terms: readonly Term[]) {
  return {
    request: questionTemplate(terms),
    items: z.literal("").or(jsonPointer),
    next: z.strictObject({ pointer: jsonPointer, query: z.string().min(1).optional() }).optional(),
  };
}

const download = z.strictObject({ request: questionTemplate(TASK_TERMS), link: jsonPointer.optional() });
const poll = z.strictObject({ request: questionTemplate(TASK_TERMS), ...toldStatusFields });

function findTemplate(terms: readonly Term[]) {
  return z
    .strictObject({
      ...listFields(terms),
      task: jsonPointer,
      object: jsonPointer.optional(),
      staged: jsonPointer.optional(),
      time: z
        .strictObject({
          pointer: jsonPointer,
          form: z.enum(["iso", "seconds", "milliseconds"]).default("iso"),
        })
        .optional(),
      provesAbsence: z.boolean().default(false),
    })
    .superRefine(({ request, object, staged, time }, { addIssue }) => {
      if (object === undefined && !asksFor(request, "object")) {
        const message =
          "is missing, and the request asks for no {object}: a start of another one could be taken";
        addIssue({ code: "custom", path: ["object"], message });
      }
      if (time === undefined && staged === undefined && !asksFor(request, "staged")) {
        const message = "is missing, and no staged file tells starts apart: an older start could be taken";
        addIssue({ code: "custom", path: ["time"], message });
      }
    });
}

function jobFields(terms: readonly Term[]) {
  return {
    list: z.strictObject({ ...listFields([]), id: jsonPointer, name: jsonPointer.optional() }).optional(),
    poll,
    find: findTemplate(terms).optional(),
    cancel: changeTemplate(TASK_TERMS).optional(),
  };
}

const plainStart = z.strictObject({ request: changeTemplate(["object"]), task: jsonPointer });

const loadTemplates = z
  .strictObject({
    ...jobFields(["object", "since", "staged"]),
    start: z.strictObject({ request: loadStartTemplate(START_TERMS), task: jsonPointer }),
    stage: z
      .strictObject({ request: uploadTemplate(FILE_TERMS), reference: jsonPointer.optional() })
      .optional(),
    rejects: download.optional(),
  })
  .superRefine(({ stage, start, find }, { addIssue }) => {
    const add = (path: readonly string[], message: string) =>
      addIssue({ code: "custom", path: [...path], message });
    const isCarried = carriesFile(start.request.body);
    if (stage === undefined && !isCarried) {
      add(["start", "request", "body"], "must carry the file, as nothing stages it");
    }
    if (stage !== undefined && isCarried) {
      add(["start", "request", "body"], "must not carry the file, as it is staged");
    }
    if (stage?.reference !== undefined) return;
    const why = "has nothing to come from: stage.reference tells no id of a staged file";
    if (asksFor(start.request, "staged")) add(["start", "request"], `{staged} ${why}`);
    if (find?.staged !== undefined) add(["find", "staged"], why);
    if (find !== undefined && asksFor(find.request, "staged")) add(["find", "request"], `{staged} ${why}`);
  });

export const httpProfile = z.strictObject({
  vendor: z.string().min(1),
  authentication: profileAuthentication,
  loads: loadTemplates.optional(),
  processes: z.strictObject({ ...jobFields(["object", "since"]), start: plainStart }).optional(),
  reports: z.strictObject({ ...jobFields(["object", "since"]), start: plainStart, download }).optional(),
  availability: z
    .strictObject({
      request: questionTemplate([]),
      status: z.strictObject({ pointer: jsonPointer, up: z.array(z.string().min(1)).min(1) }).optional(),
    })
    .optional(),
  busyStatuses: z.array(z.int().min(400).max(599)).default([]),
});

/** A profile with its defaults in place. */
export type ProfileRules = z.output<typeof httpProfile>;
export type LoadRules = NonNullable<ProfileRules["loads"]>;
export type JobRules = LoadRules | NonNullable<ProfileRules["processes"]>;
export type ObjectRules = NonNullable<JobRules["list"]>;
export type ListRules = Pick<ObjectRules, "request" | "items" | "next">;
export type FindRules = NonNullable<JobRules["find"]>;
export type DownloadRules = z.output<typeof download>;

/** Whether a term stands anywhere in a request. */
function asksFor(request: object, term: Term): boolean {
  return termsOf(JSON.stringify(request)).includes(term);
}
