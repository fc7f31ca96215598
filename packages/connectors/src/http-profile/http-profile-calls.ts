import { type Clock, type RetryPolicy, retry, SpmError } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { readBodyBytes } from "../http/body-bytes.js";
import type { HttpAnswer } from "../http/exchange.js";
import type { HttpClient } from "../http/http-client.js";
import type { HttpIntent, HttpRequest } from "../http/http-request.js";
import type { ListRules } from "./http-profile.js";
import { fillText } from "./placeholder.js";
import { type ListPage, pageReply } from "./pointed-reply.js";
import type { ProfileAccess } from "./profile-access.js";
import { type BodyContent, makeBody } from "./request-body.js";
import type { RequestRules } from "./request-template.js";

/** A request of the profile, and what is put into it. */
export interface ProfileRequest extends ConnectorCall, BodyContent {
  readonly template: RequestRules;
  readonly intent: HttpIntent;
  /** What it is for, in words for an error's message. */
  readonly operation: string;
  /** A page of a list: a link in place of the path, or a field of the query. @defaultValue the first */
  readonly page?: Page | undefined;
}

type Page = { readonly link: string } | { readonly query: Readonly<Record<string, string>> };

type Question = Omit<ProfileRequest, "intent">;

/** The calls of one environment, and the one place where a question is tried again. */
export interface ProfileCalls {
  /** Sends once. */
  send<Schema extends z.ZodType>(request: ProfileRequest, schema: Schema): Promise<z.output<Schema>>;
  /** Asks as often as the policy allows. */
  ask<Schema extends z.ZodType>(question: Question, schema: Schema): Promise<z.output<Schema>>;
  /** Sends once, for who reads no answer. */
  tell(request: ProfileRequest): Promise<void>;
  /** All items of a list, page after page. */
  list(rules: ListRules, question: Omit<Question, "template">): AsyncGenerator<unknown>;
  /** The answer of a success, of which no page for people is one. */
  open(question: Question): Promise<HttpAnswer>;
  /** Follows a link of the application itself. */
  follow(link: string, operation: string, call: ConnectorCall): Promise<HttpAnswer>;
  /** Tries a question or a repeatable change as often as the policy allows. */
  again<Result>(operation: () => Promise<Result>, call: ConnectorCall): Promise<Result>;
  /** How far the application's clock is ahead of ours, in whole seconds, as milliseconds. */
  clockAheadMs(): number;
}

export interface ProfileCallsOptions {
  readonly http: HttpClient;
  readonly access: ProfileAccess;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
}

/** Creates the calls of one environment. */
export function createProfileCalls({ http, access, policy, clock }: ProfileCallsOptions): ProfileCalls {
  const toRequest = async (request: ProfileRequest, accept = "application/json"): Promise<HttpRequest> => {
    const { template, values, intent, operation, signal, page = { query: {} } } = request;
    const { body, headers } = makeBody(template.body, request);
    const signature = await access.sign(body);
    return {
      ...{ method: template.method, intent, operation, signal, body },
      ...("link" in page
        ? { path: page.link }
        : {
            path: fillText(template.path, values, encodeURIComponent),
            query: { ...fillAll(template.query, values), ...page.query },
          }),
      headers: { accept, ...headers, ...fillHeaders(template.headers, values), ...signature },
    };
  };
  const again: ProfileCalls["again"] = (operation, { signal }) => retry(operation, policy, { clock, signal });
  const send: ProfileCalls["send"] = async (request, schema) => http.json(await toRequest(request), schema);
  const ask: ProfileCalls["ask"] = (question, schema) =>
    again(() => send({ ...question, intent: "question" }, schema), question);

  return {
    send,
    ask,
    tell: async (request) => http.send(await toRequest(request)),
    async *list({ request: template, items, next }, question) {
      const schema = pageReply(items, next?.pointer);
      const followed = new Set<string>();
      let page: Page | undefined;
      for (;;) {
        const told: ListPage = await ask({ ...question, template, page }, schema);
        yield* told.items;
        if (next === undefined || told.next === undefined) return;
        if (followed.has(told.next)) throw toEndless(question.operation);
        followed.add(told.next);
        page = next.query === undefined ? { link: told.next } : { query: { [next.query]: told.next } };
      }
    },
    open: async (question) =>
      refusePage(
        await http.open(await toRequest({ ...question, intent: "question" }, "*/*")),
        question.operation,
      ),
    async follow(link, operation, { signal }) {
      const headers = { accept: "*/*", ...(await access.sign(undefined)) };
      const request = { method: "GET", path: link, intent: "question", operation, headers, signal } as const;
      return refusePage(await http.open(request), operation);
    },
    again,
    clockAheadMs: http.clockAheadMs,
  };
}

const LONGEST_PAGE_BYTES = 64 * 1024;

/** A page for people is no file, whatever status it comes with. */
export async function refusePage(answer: HttpAnswer, operation: string): Promise<HttpAnswer> {
  const contentType = answer.header("content-type");
  if (contentType?.includes("html") !== true) return answer;
  await readBodyBytes(answer.bytes, LONGEST_PAGE_BYTES);
  throw new SpmError("remote.malformed", `Could not ${operation}: the answer is an HTML page.`, {
    ...{ operation, contentType },
  });
}

function fillAll(
  texts: Readonly<Record<string, string>>,
  values: BodyContent["values"],
  encode?: (value: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, fillText(text, values, encode)]),
  );
}

/** Names in lower case, so that none is there twice. A header holds ASCII only; the name of a file may hold more. */
function fillHeaders(texts: Readonly<Record<string, string>>, values: BodyContent["values"]) {
  const toValue = (value: string) => value.replace(/[^\x20-\x7e]/gu, encodeURIComponent);
  const filled = Object.entries(fillAll(texts, values, toValue));
  return Object.fromEntries(filled.map(([name, value]) => [name.toLowerCase(), value]));
}

function toEndless(operation: string): SpmError {
  const message = `Could not ${operation}: the list leads to a page that was read already.`;
  return new SpmError("remote.malformed", message, { operation, contentType: undefined });
}
