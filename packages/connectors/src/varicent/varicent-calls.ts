import { type Clock, type RetryPolicy, retry } from "@spm-ops/core";
import { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { HttpClient } from "../http/http-client.js";
import type { HttpRequest } from "../http/http-request.js";

/** Something that is asked of the model, or done to it. */
interface ModelCall extends ConnectorCall {
  /** Below `api/v1`. */
  readonly path: string;
  /** What it is for, in words for an error's message. */
  readonly operation: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** The calls of one model, and the one place where a question is tried again. */
export interface VaricentCalls {
  /** Asks once. */
  look<Schema extends z.ZodType>(question: ModelCall, schema: Schema): Promise<z.output<Schema>>;
  /** Asks as often as the policy allows. */
  ask<Schema extends z.ZodType>(question: ModelCall, schema: Schema): Promise<z.output<Schema>>;
  /** Starts something, once. */
  start<Schema extends z.ZodType>(change: ModelCall, schema: Schema): Promise<z.output<Schema>>;
  /** The answer's bytes as they come. */
  bytes(question: ModelCall): AsyncIterable<Uint8Array>;
  /** How far the vendor's clock is ahead of ours, in whole seconds, as milliseconds. */
  clockAheadMs(): number;
}

export interface VaricentCallsOptions {
  readonly http: HttpClient;
  readonly model: string;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
}

/** Creates the calls of one model, which a header names. */
export function createVaricentCalls({ http, model, policy, clock }: VaricentCallsOptions): VaricentCalls {
  const toRequest = (
    { path, ...call }: ModelCall,
    { method, intent }: Pick<HttpRequest, "method" | "intent">,
  ): HttpRequest => ({
    ...call,
    method,
    intent,
    path: `api/v1/${path}`,
    headers: { model, "content-type": "application/json" },
  });
  const toQuestion = (question: ModelCall) => toRequest(question, { method: "GET", intent: "question" });
  const look: VaricentCalls["look"] = (question, schema) => http.json(toQuestion(question), schema);

  return {
    look,
    ask: (question, schema) =>
      retry(() => look(question, schema), policy, { clock, signal: question.signal }),
    start: (change, schema) => http.json(toRequest(change, { method: "POST", intent: "change" }), schema),
    bytes: (question) => http.bytes(toQuestion(question)),
    clockAheadMs: http.clockAheadMs,
  };
}

const ownWords = z.object({ Message: z.string() });

/**
 * The status that a refusal should have had: 503 in the vendor's own words is a table that another process has locked,
 * and nothing was done. Any other 503 comes from something that stands in between.
 */
export function toMeantStatus(status: number, body: string): number {
  if (status !== 503) return status;
  try {
    return ownWords.safeParse(JSON.parse(body)).success ? 409 : status;
  } catch {
    return status;
  }
}
