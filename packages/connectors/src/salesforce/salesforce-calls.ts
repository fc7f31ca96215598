import { type Clock, isRetryable, isSpmError, type RetryPolicy, retry } from "@spm-ops/core";
import { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { HttpAnswer } from "../http/exchange.js";
import type { HttpRequest } from "../http/http-request.js";
import type { SalesforceSession } from "./salesforce-session.js";

/** A question below the version of the API. */
interface Question extends ConnectorCall {
  readonly path: string;
  readonly operation: string;
  readonly headers?: HttpRequest["headers"];
  readonly query?: HttpRequest["query"];
}

/** The calls of one org, and the one place where a question or a repeatable change is tried again. */
export interface SalesforceCalls {
  /** The path of something below the version of the API. */
  under(path: string): string;
  /** Sends once, and reads the answer's JSON. */
  json<Schema extends z.ZodType>(request: HttpRequest, schema: Schema): Promise<z.output<Schema>>;
  /** Sends once, for who wants the answer as it comes. */
  open(request: HttpRequest): Promise<HttpAnswer>;
  /** Asks once. */
  look<Schema extends z.ZodType>(question: Question, schema: Schema): Promise<z.output<Schema>>;
  /** Asks once, for who wants the answer as it comes. */
  openLook(question: Question): Promise<HttpAnswer>;
  /** Tries a question or a repeatable change as often as the policy allows. */
  again<Result>(operation: () => Promise<Result>, call: ConnectorCall): Promise<Result>;
}

export interface SalesforceCallsOptions {
  readonly session: SalesforceSession;
  readonly apiVersion: string;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
}

/** Creates the calls of one org. */
export function createSalesforceCalls(options: SalesforceCallsOptions): SalesforceCalls {
  const { session, apiVersion, policy, clock } = options;
  const under = (path: string) => `services/data/v${apiVersion}/${path}`;
  const json: SalesforceCalls["json"] = async (request, schema) =>
    (await session.instance(request)).json(request, schema);
  const open: SalesforceCalls["open"] = async (request) => (await session.instance(request)).open(request);
  const toRequest = ({ path, ...question }: Question): HttpRequest => ({
    method: "GET",
    intent: "question",
    ...question,
    path: under(path),
  });
  return {
    under,
    json,
    open,
    look: (question, schema) => json(toRequest(question), schema),
    openLook: (question) => open(toRequest(question)),
    again: (operation, { signal }) => retry(operation, policy, { clock, signal, retryIf: isWorthwhile }),
  };
}

/** A file that is not the promised one is told at once: reading it again is for the caller to decide. */
function isWorthwhile(error: unknown): boolean {
  return isRetryable(error) && !isSpmError(error, "file.changed", "file.digest-mismatch");
}

/** Error bodies are lists, also of one. */
const refusals = z.array(z.object({ errorCode: z.string() })).min(1);

/** What the vendor's own codes stand for, where the status says something else. */
const MEANT_STATUSES: Readonly<Record<string, number>> = {
  REQUEST_LIMIT_EXCEEDED: 429,
  SERVER_UNAVAILABLE: 503,
};

/** The status that an answer of the API should have had: a spent allowance of calls comes as 403. */
export function toMeantStatus(status: number, body: string): number {
  const code = toErrorCode(body);
  return code === undefined ? status : (MEANT_STATUSES[code] ?? status);
}

function toErrorCode(body: string): string | undefined {
  try {
    return refusals.safeParse(JSON.parse(body)).data?.[0]?.errorCode;
  } catch {
    return undefined;
  }
}
