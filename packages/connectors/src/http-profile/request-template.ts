import { z } from "zod";
import { type JsonTemplate, jsonTemplate } from "./json-template.js";
import { type Term, templateText } from "./placeholder.js";

/** The body of a request that carries no file. */
export type PlainBody =
  | { readonly kind: "json"; readonly value: JsonTemplate }
  | { readonly kind: "form"; readonly fields: Readonly<Record<string, string>> };

/** The body of a request that carries the file. None of them holds more than a piece of it in memory. */
export type FileBody =
  /** The bytes as they are. */
  | { readonly kind: "file"; readonly contentType?: string | undefined }
  /** Comma-separated text in UTF-8 with a header, as a list of objects whose values are texts; it comes in place of `{rows}`. */
  | { readonly kind: "rows"; readonly value: JsonTemplate; readonly delimiter?: string | undefined }
  /** A form with the file in it; the other fields come before it. */
  | {
      readonly kind: "multipart";
      readonly field: string;
      readonly fields?: Readonly<Record<string, string>> | undefined;
      readonly contentType?: string | undefined;
    };

/** A request with placeholders. */
export interface RequestTemplate<Body = PlainBody> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the address of the application, with a slash before it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Body | undefined;
}

/** Names that no template may give to a header, as they are made from the request itself. */
const OWN_HEADERS = /^(?:authorization|host|content-length|transfer-encoding|connection)$/i;
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

function headers(terms: readonly Term[]) {
  return z.record(z.string(), templateText(terms)).superRefine((declared, { addIssue }) => {
    for (const name of Object.keys(declared)) {
      const add = (message: string) => addIssue({ code: "custom", path: [name], message });
      if (!HEADER_NAME.test(name)) add("is not the name of a header");
      else if (OWN_HEADERS.test(name)) add("must not be a header that the request makes itself");
    }
  });
}

function plainBodies(terms: readonly Term[]) {
  return [
    z.strictObject({ kind: z.literal("json"), value: jsonTemplate(terms, { rows: false }) }),
    z.strictObject({ kind: z.literal("form"), fields: z.record(z.string().min(1), templateText(terms)) }),
  ] as const;
}

const contentType = z
  .string()
  .regex(/^[\w.+-]+\/[\w.+-]+(?:; ?[\w.+-]+=[\w.+-]+)*$/, "must be a content type, as text/csv");

function fileBodies(terms: readonly Term[]) {
  return [
    z.strictObject({ kind: z.literal("file"), contentType: contentType.default("text/csv") }),
    z.strictObject({
      kind: z.literal("rows"),
      value: jsonTemplate(terms, { rows: true }),
      delimiter: z.string().length(1).default(","),
    }),
    z.strictObject({
      kind: z.literal("multipart"),
      field: z.string().min(1),
      fields: z.record(z.string().min(1), templateText(terms)).default({}),
      contentType: contentType.default("text/csv"),
    }),
  ] as const;
}

function lineOf(terms: readonly Term[]) {
  return {
    path: templateText(terms).refine(
      (path) => /^\/(?!\/)[^?#\s]*$/.test(path),
      "must begin with one slash, without a query",
    ),
    query: z.record(z.string().min(1), templateText(terms)).default({}),
    headers: headers(terms).default({}),
  };
}

const changing = z.enum(["POST", "PUT", "PATCH", "DELETE"]);

/** A question that changes nothing: it is asked again when no answer comes. */
export function questionTemplate(terms: readonly Term[]) {
  return z.strictObject({
    ...lineOf(terms),
    method: z.enum(["GET", "POST"]),
    body: z.discriminatedUnion("kind", plainBodies(terms)).optional(),
  });
}

/** A request that changes something. */
export function changeTemplate(terms: readonly Term[]) {
  return z.strictObject({
    ...lineOf(terms),
    method: changing,
    body: z.discriminatedUnion("kind", plainBodies(terms)).optional(),
  });
}

/** A request that carries the file. */
export function uploadTemplate(terms: readonly Term[]) {
  return z.strictObject({
    ...lineOf(terms),
    method: z.enum(["POST", "PUT", "PATCH"]),
    body: z.discriminatedUnion("kind", fileBodies(terms)),
  });
}

/** A request that starts a load, and may carry its file. */
export function loadStartTemplate(terms: readonly Term[]) {
  return z.strictObject({
    ...lineOf(terms),
    method: changing,
    body: z.discriminatedUnion("kind", [...plainBodies(terms), ...fileBodies(terms)]).optional(),
  });
}

/** A template with its defaults in place. */
export type RequestRules = z.output<ReturnType<typeof loadStartTemplate>> | QuestionRules | UploadRules;
type QuestionRules = z.output<ReturnType<typeof questionTemplate>>;
export type UploadRules = z.output<ReturnType<typeof uploadTemplate>>;

/** Whether a body carries the file. */
export function carriesFile(body: RequestRules["body"]): body is UploadRules["body"] {
  return body?.kind === "file" || body?.kind === "rows" || body?.kind === "multipart";
}
