import { type Clock, type RetryPolicy, retry } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { HttpClient } from "../http/http-client.js";
import type { HttpIntent, HttpRequest } from "../http/http-request.js";
import { pageOf } from "./captivateiq-replies.js";

/** Something that is asked of the API. */
interface Question extends ConnectorCall {
  /** Below `ciq/v1/`; most paths end in a slash. */
  readonly path: string;
  /** What it is for, in words for an error's message. */
  readonly operation: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** Something that is sent to the API. */
interface Change extends Question {
  readonly intent: Exclude<HttpIntent, "question">;
  readonly body?: object | undefined;
}

/** The calls of one token, and the one place where a question is tried again. */
export interface CaptivateiqCalls {
  /** Asks once. */
  look<Schema extends z.ZodType>(question: Question, schema: Schema): Promise<z.output<Schema>>;
  /** Asks as often as the policy allows. */
  ask<Schema extends z.ZodType>(question: Question, schema: Schema): Promise<z.output<Schema>>;
  /** All items of a list, page after page. */
  list<Item extends z.ZodType>(question: Question, item: Item): AsyncGenerator<z.output<Item>>;
  /** Sends once. */
  post<Schema extends z.ZodType>(change: Change, schema: Schema): Promise<z.output<Schema>>;
  /** Tries a question or a repeatable change as often as the policy allows. */
  again<Result>(operation: () => Promise<Result>, call: ConnectorCall): Promise<Result>;
  /** How far the vendor's clock is ahead of ours, in whole seconds, as milliseconds. */
  clockAheadMs(): number;
}

/** Creates the calls of one token. */
export function createCaptivateiqCalls(
  http: HttpClient,
  { policy, clock }: { readonly policy: RetryPolicy; readonly clock: Clock },
): CaptivateiqCalls {
  const toRequest = ({
    path,
    operation,
    query,
    signal,
  }: Question): Omit<HttpRequest, "method" | "intent"> => ({
    ...{ operation, query, signal },
    // The link to a next page is absolute already.
    path: /^https?:/.test(path) ? path : `ciq/v1/${path}`,
  });
  const again: CaptivateiqCalls["again"] = (operation, { signal }) =>
    retry(operation, policy, { clock, signal });
  const look: CaptivateiqCalls["look"] = (question, schema) =>
    http.json({ ...toRequest(question), method: "GET", intent: "question" }, schema);
  const ask: CaptivateiqCalls["ask"] = (question, schema) => again(() => look(question, schema), question);

  return {
    look,
    ask,
    async *list(question, item) {
      const page = pageOf(item);
      // The most that the vendor gives out at once.
      let next: Question | undefined = { ...question, query: { limit: "1000", ...question.query } };
      while (next !== undefined) {
        const { data, next: link }: z.output<typeof page> = await ask(next, page);
        yield* data;
        next = link ? { ...question, path: link, query: undefined } : undefined;
      }
    },
    post: ({ intent, body = {}, ...change }, schema) =>
      http.json(
        {
          ...toRequest(change),
          ...{ method: "POST", intent, body: JSON.stringify(body) },
          headers: { "content-type": "application/json" },
        },
        schema,
      ),
    again,
    clockAheadMs: http.clockAheadMs,
  };
}

/**
 * The status that a refusal should have had: a page with 403 comes from a firewall that took offence at the content,
 * and says nothing about the token.
 */
export function toMeantStatus(status: number, body: string): number {
  return status === 403 && /^\s*</.test(body) ? 400 : status;
}
