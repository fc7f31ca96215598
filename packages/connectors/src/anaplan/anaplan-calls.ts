import { type Clock, type RetryPolicy, retry } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall, Handle, JobKind } from "../contract/spm-connector.js";
import type { HttpClient } from "../http/http-client.js";
import type { HttpRequest } from "../http/http-request.js";
import type { pageOf } from "./anaplan-replies.js";

/** Where the objects of a kind live below the model. */
const COLLECTIONS: Readonly<Record<JobKind, string>> = {
  load: "imports",
  process: "processes",
  report: "exports",
};

/** The path of an object of a kind, or of all of them. */
export function objectPath(kind: JobKind, id?: string): string {
  return id === undefined ? COLLECTIONS[kind] : `${COLLECTIONS[kind]}/${encodeURIComponent(id)}`;
}

/** The path of a started task. */
export function taskPath({ kind, object, task }: Handle): string {
  return `${objectPath(kind, object)}/tasks/${encodeURIComponent(task)}`;
}

/** A question below the model. */
interface Question extends ConnectorCall {
  readonly path: string;
  readonly operation: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** The calls of one model, and the one place where a question or a repeatable change is tried again. */
export interface AnaplanCalls {
  readonly http: HttpClient;
  /** The path of something below the model. */
  under(path: string): string;
  /** Asks below the model, as often as the policy allows. */
  ask<Schema extends z.ZodType>(question: Question, schema: Schema): Promise<z.output<Schema>>;
  /** All items of a collection, page after page. */
  pages<Item extends z.ZodType>(
    question: Question,
    schema: ReturnType<typeof pageOf<Item>>,
  ): AsyncGenerator<z.output<Item>>;
  /** Tries a question or a repeatable change as often as the policy allows. */
  again<Result>(operation: () => Promise<Result>, call: ConnectorCall): Promise<Result>;
}

export interface AnaplanCallsOptions {
  readonly http: HttpClient;
  readonly model: { readonly workspaceId: string; readonly modelId: string };
  readonly policy: RetryPolicy;
  readonly clock: Clock;
}

/** Creates the calls of one model. */
export function createAnaplanCalls({ http, model, policy, clock }: AnaplanCallsOptions): AnaplanCalls {
  const under = (path: string) => `workspaces/${model.workspaceId}/models/${model.modelId}/${path}`;
  const again: AnaplanCalls["again"] = (operation, { signal }) => retry(operation, policy, { clock, signal });
  const ask: AnaplanCalls["ask"] = ({ path, ...question }, schema) =>
    again(
      () => http.json({ method: "GET", intent: "question", ...question, path: under(path) }, schema),
      question,
    );

  return {
    http,
    under,
    again,
    ask,
    async *pages(question, schema) {
      let taken = 0;
      for (;;) {
        const query = { ...question.query, ...(taken > 0 && { offset: String(taken) }) };
        const { items, meta } = await ask({ ...question, query }, schema);
        yield* items;
        taken += items.length;
        // A `next` link is known to stand on last pages too; only the total tells.
        if (items.length === 0 || taken >= (meta?.paging?.totalSize ?? 0)) return;
      }
    },
  };
}

/** A change below the model that may be sent twice. */
export function repeatable(
  request: Pick<HttpRequest, "method" | "path" | "operation" | "headers" | "body" | "signal">,
): HttpRequest {
  return { intent: "repeatable-change", ...request };
}
