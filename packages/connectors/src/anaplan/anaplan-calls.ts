import { type Clock, type RetryPolicy, retry } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall, Handle, JobKind } from "../contract/spm-connector.js";
import type { HttpClient } from "../http/http-client.js";
import type { HttpRequest } from "../http/http-request.js";
import type { Page } from "./anaplan-replies.js";

/** Where objects that can be started live below the model. */
export type Collection = "imports" | "processes" | "actions" | "exports";

/** Ids of actions begin so; they are started as processes are. */
export const ACTION_ID = /^117/;

const COLLECTIONS: Readonly<Record<JobKind, Collection>> = {
  load: "imports",
  process: "processes",
  report: "exports",
};

/** The path of an object that can be started. */
export function objectPath(kind: JobKind, id: string): string {
  const collection = kind === "process" && ACTION_ID.test(id) ? "actions" : COLLECTIONS[kind];
  return `${collection}/${encodeURIComponent(id)}`;
}

/** The path of a started task. */
export function taskPath({ kind, object, task }: Handle): string {
  return `${objectPath(kind, object)}/tasks/${encodeURIComponent(task)}`;
}

/** A question below the address. */
interface Question extends ConnectorCall {
  readonly path: string;
  readonly operation: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** The calls below one address, and the one place where a question or a repeatable change is tried again. */
export interface AnaplanCalls {
  readonly http: HttpClient;
  /** The path of something below the address. */
  under(path: string): string;
  /** Asks below the address, as often as the policy allows. */
  ask<Schema extends z.ZodType>(question: Question, schema: Schema): Promise<z.output<Schema>>;
  /** All items of a collection, page after page. */
  pages<Item>(question: Question, schema: z.ZodType<Page<Item>>): AsyncGenerator<Item>;
  /** Tries a question or a repeatable change as often as the policy allows. */
  again<Result>(operation: () => Promise<Result>, call: ConnectorCall): Promise<Result>;
}

export interface AnaplanCallsOptions {
  readonly http: HttpClient;
  /** What stands before all paths, with a slash at its end unless it is empty. */
  readonly root: string;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
}

/** Creates the calls below an address. */
export function createAnaplanCalls({ http, root, policy, clock }: AnaplanCallsOptions): AnaplanCalls {
  const under = (path: string) => `${root}${path}`;
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

/** A change that may be sent twice. */
export function repeatable(
  request: Pick<HttpRequest, "method" | "path" | "operation" | "headers" | "body" | "signal">,
): HttpRequest {
  return { intent: "repeatable-change", ...request };
}
