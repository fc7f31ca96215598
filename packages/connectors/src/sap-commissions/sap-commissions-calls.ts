import { type Clock, type RetryPolicy, retry } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { HttpClient } from "../http/http-client.js";
import type { HttpRequest } from "../http/http-request.js";
import { pageOf, startRefusal, startReply } from "./sap-commissions-replies.js";

/** What is asked of the tenant. */
interface Question extends ConnectorCall {
  /** A resource, or one object of it: `pipelines(38280596832649223)`. */
  readonly path: string;
  /** What it is for, in words for an error's message. */
  readonly operation: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** A list of a resource that is read to its end. */
interface ListQuestion extends ConnectorCall {
  readonly resource: string;
  /** In the vendor's language. @defaultValue everything */
  readonly filter?: string | undefined;
  readonly operation: string;
}

/** The calls of one tenant, and the one place where a question is tried again. */
export interface SapCommissionsCalls {
  /** Asks once. */
  look<Schema extends z.ZodType>(question: Question, schema: Schema): Promise<z.output<Schema>>;
  /** Asks as often as the policy allows. */
  ask<Schema extends z.ZodType>(question: Question, schema: Schema): Promise<z.output<Schema>>;
  /** All objects of a resource, page after page. */
  list<Item extends z.ZodType>(question: ListQuestion, item: Item): AsyncGenerator<z.output<Item>>;
  /** Starts a pipeline, once, and tells its id. */
  start(body: object, call: ConnectorCall & { readonly operation: string }): Promise<string>;
  cancel(pipelineRunSeq: string, call: ConnectorCall): Promise<void>;
  /** How far the vendor's clock is ahead of ours, in whole seconds, as milliseconds. */
  clockAheadMs(): number;
}

export interface SapCommissionsCallsOptions {
  readonly http: HttpClient;
  /** Without slashes around it: `api/v2`. */
  readonly restRoot: string;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
}

/** The longest page that the vendor gives. */
const PAGE_SIZE = 100;

/** Creates the calls of one tenant. */
export function createSapCommissionsCalls(options: SapCommissionsCallsOptions): SapCommissionsCalls {
  const { http, restRoot, policy, clock } = options;
  const change = { headers: { "content-type": "application/json" }, intent: "change" } as const;
  const read = <Schema extends z.ZodType>({ path, ...question }: Question, schema: Schema) =>
    http.json({ ...question, path, method: "GET", intent: "question" } satisfies HttpRequest, schema);
  const askAt = <Schema extends z.ZodType>(question: Question, schema: Schema) =>
    retry(() => read(question, schema), policy, { clock, signal: question.signal });
  const below = (path: string) => `${restRoot}/${path}`;

  return {
    look: (question, schema) => read({ ...question, path: below(question.path) }, schema),
    ask: (question, schema) => askAt({ ...question, path: below(question.path) }, schema),
    async *list({ resource, filter, ...call }, item) {
      const page = pageOf(resource, item);
      const query = { top: String(PAGE_SIZE), ...(filter !== undefined && { $filter: filter }) };
      let { items, next } = await askAt({ ...call, path: below(resource), query }, page);
      for (;;) {
        yield* items;
        if (next === undefined || next === null || next === "") return;
        ({ items, next } = await askAt({ ...call, path: toPath(restRoot, next) }, page));
      }
    },
    start: (body, call) =>
      http.json(
        { ...change, ...call, method: "POST", path: below("pipelines"), body: JSON.stringify([body]) },
        startReply,
      ),
    cancel: (seq, { signal }) =>
      http.send({
        method: "DELETE",
        path: below(`pipelines(${encodeURIComponent(seq)})`),
        intent: "repeatable-change",
        operation: `cancel the pipeline ${seq}`,
        signal,
      }),
    clockAheadMs: http.clockAheadMs,
  };
}

/** A link to the next page begins with the version, whatever stands before it on this host. */
function toPath(restRoot: string, next: string): string {
  const [version = ""] = /v\d+$/.exec(restRoot) ?? [];
  return next.startsWith(`/${version}/`) ? `${restRoot}${next.slice(version.length + 1)}` : next;
}

/**
 * The status that a refusal should have had.
 *
 * The vendor refuses with 400 and 500 alike, in words that begin with a code; only an answer in the form of a refused
 * pipeline is taken for a certain refusal. Code 60255 comes when a job was cancelled that its grid does not know.
 */
export function toMeantStatus(status: number, body: string): number {
  if (status === 402) return 403;
  if (body.includes("TCMP_60255:")) return 200;
  if (body.includes("TCMP_09012:")) return 409;
  if (body.includes("TCMP_09007:")) return 404;
  return status >= 500 && isRefusedStart(body) ? 400 : status;
}

function isRefusedStart(body: string): boolean {
  try {
    return startRefusal.safeParse(JSON.parse(body)).success;
  } catch {
    return false;
  }
}
