import { type Clock, type RetryPolicy, retry, SpmError } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import { readBodyText } from "../http/body-text.js";
import type { HttpClient } from "../http/http-client.js";
import { toMalformedError } from "../http/http-failure.js";
import type { HttpIntent, HttpRequest } from "../http/http-request.js";
import { collectionOf, resultPage } from "./xactly-replies.js";

/** Something that is asked of the REST surface. */
interface Question extends ConnectorCall {
  /** Below `connect/v1`, or where a result lies. */
  readonly path: string;
  /** What it is for, in words for an error's message. */
  readonly operation: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** A command of the vendor's language, or a query. */
interface Statement extends ConnectorCall {
  readonly command: string;
  readonly operation: string;
  readonly intent: HttpIntent;
}

/** A result that lies at the vendor. */
export interface ResultQuestion extends ConnectorCall {
  /** As {@link XactlyCalls.execute} has told it. */
  readonly result: string;
  readonly operation: string;
}

/** The calls of one business, and the one place where a question is tried again. */
export interface XactlyCalls {
  /** Asks once. */
  look<Schema extends z.ZodType>(question: Question, schema: Schema): Promise<z.output<Schema>>;
  /** The entries of a collection to its last page, each page asked for as often as the policy allows. */
  list<Entry extends { readonly id: string }>(
    question: Question,
    schema: z.ZodType<Entry>,
  ): AsyncIterable<Entry>;
  /** Sends a command, and says where its result lies. A question is sent as often as the policy allows, a change once. */
  execute(statement: Statement): Promise<string>;
  /** How many rows a result has, and its first ones; asked for once. */
  peek(question: ResultQuestion): Promise<z.output<typeof resultPage>>;
  /** All rows of a result, each page asked for as often as the policy allows. */
  rows(question: ResultQuestion): AsyncIterable<readonly string[]>;
  /** How far the vendor's clock is ahead of ours, in whole seconds, as milliseconds. */
  clockAheadMs(): number;
}

export interface XactlyCallsOptions {
  readonly http: HttpClient;
  /** With the gateway's prefix, which a result's address may or may not begin with. */
  readonly address: string;
  readonly policy: RetryPolicy;
  readonly pageSize: number;
  readonly clock: Clock;
}

/** The most entries of a collection that a page takes. */
const COLLECTION_PAGE = 1_000;
const LONGEST_BODY_BYTES = 64 * 1024;

/** Creates the calls of one business. */
export function createXactlyCalls(options: XactlyCallsOptions): XactlyCalls {
  const { http, address, policy, pageSize, clock } = options;
  const again = <Result>(operation: () => Promise<Result>, { signal }: ConnectorCall) =>
    retry(operation, policy, { clock, signal });
  const get = <Schema extends z.ZodType>(question: Question, schema: Schema) =>
    http.json({ ...question, method: "GET", intent: "question" }, schema);
  const look: XactlyCalls["look"] = ({ path, ...question }, schema) =>
    get({ ...question, path: `connect/v1/${path}` }, schema);
  const page = ({ result, ...question }: ResultQuestion, start: number) =>
    get({ ...question, path: result, query: { start: `${start}`, size: `${pageSize}` } }, resultPage);

  return {
    look,
    list: (question, schema) =>
      listPages((number) => {
        const query = { ...question.query, page: `${number}`, size: `${COLLECTION_PAGE}` };
        return again(() => look({ ...question, query }, collectionOf(schema)), question);
      }),
    execute: async ({ command, ...statement }) => {
      const request: HttpRequest = {
        ...statement,
        method: "POST",
        path: "connect/v1/xdbc/execute",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ command, defaultSchema: "xactly" }),
      };
      const execute = async () => toResultPath(await send(http, request), address);
      return statement.intent === "change" ? execute() : again(execute, statement);
    },
    peek: (question) => page(question, 0),
    rows: (question) => listRows((start) => again(() => page(question, start), question), question),
    clockAheadMs: http.clockAheadMs,
  };
}

/** A page that tells nothing new ends the list, too, so that a server which knows no pages is asked no more than twice. */
async function* listPages<Entry extends { readonly id: string }>(
  ask: (number: number) => Promise<readonly Entry[]>,
): AsyncGenerator<Entry> {
  const told = new Set<string>();
  for (let number = 0; ; number += 1) {
    const entries = await ask(number);
    const fresh = entries.filter(({ id }) => !told.has(id));
    for (const entry of fresh) {
      told.add(entry.id);
      yield entry;
    }
    if (entries.length < COLLECTION_PAGE || fresh.length === 0) return;
  }
}

async function* listRows(
  ask: (start: number) => Promise<z.output<typeof resultPage>>,
  { operation }: ResultQuestion,
): AsyncGenerator<readonly string[]> {
  for (let told = 0; ; ) {
    const { rows, totalRows } = await ask(told);
    yield* rows;
    told += rows.length;
    if (told >= totalRows) return;
    if (rows.length > 0) continue;
    throw new SpmError(
      "remote.malformed",
      `Could not ${operation}: the result ends after ${told} of ${totalRows} rows.`,
      { operation, contentType: undefined },
    );
  }
}

/** Sends a statement. The address of its result comes in a header; the body says nothing that is known. */
async function send(http: HttpClient, request: HttpRequest): Promise<string> {
  const answer = await http.open(request);
  const location = answer.header("location");
  const body = readBodyText(answer.bytes, LONGEST_BODY_BYTES);
  if (location !== undefined) {
    await body.catch(() => undefined);
    request.signal?.throwIfAborted();
    return location;
  }
  await body;
  throw toMalformedError(request, "without the address of a result", answer.header("content-type"));
}

/** The address of a result below the base address: the vendor's own addresses begin with the gateway's prefix, or not. */
function toResultPath(location: string, address: string): string {
  const prefix = new URL(address).pathname;
  return location.startsWith(`${prefix}/`) ? location.slice(prefix.length) : location;
}
