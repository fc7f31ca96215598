import { type Clock, isRetryable, isSpmError, type RetryPolicy, retry } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { HttpAnswer } from "../http/exchange.js";
import type { HttpClient } from "../http/http-client.js";
import type { HttpIntent, HttpRequest } from "../http/http-request.js";

/** A part of the suite with resources of its own. */
type FusionApi = "fscmRestApi" | "crmRestApi" | "hcmRestApi";

/** Something that is asked of a resource. */
export interface FusionQuestion extends ConnectorCall {
  readonly api: FusionApi;
  /** Below the version of the resources, with its query. */
  readonly path: string;
  /** What it is for, in words for an error's message. */
  readonly operation: string;
}

/** Something that is done to a resource. */
export interface FusionChange extends FusionQuestion {
  readonly method: "POST" | "PATCH";
  readonly intent: HttpIntent;
  readonly body: HttpRequest["body"];
  /** Of the body, where it is known. */
  readonly sizeBytes?: number | undefined;
}

/** The calls of one environment, and the one place where something is tried again. */
export interface OracleIcmCalls {
  /** Asks once. */
  look<Schema extends z.ZodType>(question: FusionQuestion, schema: Schema): Promise<z.output<Schema>>;
  /** Asks once, for who wants the answer as it comes. */
  openLook(question: FusionQuestion): Promise<HttpAnswer>;
  /** Sends once. */
  change<Schema extends z.ZodType>(change: FusionChange, schema: Schema): Promise<z.output<Schema>>;
  /** Sends once, for who wants the answer as it comes. */
  openChange(change: FusionChange): Promise<HttpAnswer>;
  /** Tries a question or a repeatable change as often as the policy allows. */
  again<Result>(operation: () => Promise<Result>, call: ConnectorCall): Promise<Result>;
}

export interface OracleIcmCallsOptions {
  readonly http: HttpClient;
  readonly version: string;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
}

/** Without the second type the vendor words its errors as plain text. */
const ACCEPT = "application/json, application/vnd.oracle.adf.error+json";
const ITEM = "application/vnd.oracle.adf.resourceitem+json";

/** Creates the calls of one environment. */
export function createOracleIcmCalls(options: OracleIcmCallsOptions): OracleIcmCalls {
  const { http, version, policy, clock } = options;
  const toPath = ({ api, path }: FusionQuestion) => `${api}/resources/${version}/${path}`;
  const toLook = (question: FusionQuestion): HttpRequest => ({
    method: "GET",
    path: toPath(question),
    intent: "question",
    operation: question.operation,
    headers: { accept: ACCEPT },
    signal: question.signal,
  });
  const toSent = (change: FusionChange): HttpRequest => ({
    method: change.method,
    path: toPath(change),
    intent: change.intent,
    operation: change.operation,
    headers: {
      accept: ACCEPT,
      "content-type": ITEM,
      ...(change.sizeBytes !== undefined && { "content-length": String(change.sizeBytes) }),
    },
    body: change.body,
    signal: change.signal,
  });
  return {
    look: (question, schema) => http.json(toLook(question), schema),
    openLook: (question) => http.open(toLook(question)),
    change: (change, schema) => http.json(toSent(change), schema),
    openChange: (change) => http.open(toSent(change)),
    again: (operation, { signal }) => retry(operation, policy, { clock, signal, retryIf: isWorthwhile }),
  };
}

/** A file that is not the promised one is told at once: reading it again is for the caller to decide. */
function isWorthwhile(error: unknown): boolean {
  return isRetryable(error) && !isSpmError(error, "file.changed", "file.digest-mismatch");
}

/** A query in the vendor's form: separators stand as they are, values are encoded. */
export function toQuery(query: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join("&");
}

/** A finder with its variables. */
export function toFinder(name: string, variables: Readonly<Record<string, string>>): string {
  const told = Object.entries(variables).map(
    ([variable, value]) => `${variable}=${encodeURIComponent(value)}`,
  );
  return `finder=${name};${told.join(",")}&onlyData=true`;
}
