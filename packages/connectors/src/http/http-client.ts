import { Readable } from "node:stream";
import {
  type Clock,
  createRedactor,
  type Redactor,
  type SpmError,
  systemClock,
  toIssues,
} from "@spm-ops/core";
import type { z } from "zod";
import { readBodyText } from "./body-text.js";
import type { HttpTimeouts } from "./connection.js";
import { toErrorText } from "./error-text.js";
import { type HttpAnswer, openExchange } from "./exchange.js";
import { toMalformedError, toStatusError } from "./http-failure.js";
import type { HttpRequest } from "./http-request.js";
import { createLimiter, type Limiter } from "./limiter.js";
import { parseRetryAfter } from "./retry-after.js";

/** What proves to the other side who we are. */
export interface Credential {
  /** The value of the `Authorization` header. */
  authorization(call: { readonly signal?: AbortSignal | undefined }): Promise<string>;
  /** Told that a value was refused, so that the next one is another. */
  forget(authorization: string): void;
}

export interface HttpClientOptions {
  /** Paths are put behind it. Its origin is the only one that is ever spoken to. */
  readonly baseUrl: string;
  /** @defaultValue nothing is sent */
  readonly credential?: Credential | undefined;
  readonly timeouts?: HttpTimeouts | undefined;
  /** @defaultValue one of its own */
  readonly limiter?: Limiter | undefined;
  /** @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
  /** What the other side's clock is compared with. @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /**
   * The status that a refusal should have had, where the vendor's own words say more; that of a success makes it one
   * without a body.
   *
   * @defaultValue the one that it has
   */
  readonly toMeantStatus?: ((status: number, body: string) => number) | undefined;
  /** Reads the text of an answer; throws when it is no JSON. @defaultValue `JSON.parse` */
  readonly parseJson?: ((text: string) => unknown) | undefined;
}

/**
 * Asks one origin over HTTP. Nothing is repeated inside, but for one new credential after a 401.
 *
 * Failures are SpmErrors by the table in `http-failure.ts`; an abort comes out as the signal's own reason.
 */
export interface HttpClient extends AsyncDisposable {
  /** The answer's JSON as far as the schema reads it. HTML, nothing and other shapes are `remote.malformed`. */
  json<Schema extends z.ZodType>(request: HttpRequest, schema: Schema): Promise<z.output<Schema>>;
  /** The answer's bytes as they come; the next piece is read when the one before it has been taken. */
  bytes(request: HttpRequest): AsyncIterable<Uint8Array>;
  /** The answer of a success, for who needs its headers; its bytes have to be read or given up. */
  open(request: HttpRequest): Promise<HttpAnswer>;
  /** Sends something whose answer does not matter beyond its success. */
  send(request: HttpRequest): Promise<void>;
  /** How far the other side's clock was ahead of ours in its latest answer; 0 before one. Whole seconds. */
  clockAheadMs(): number;
  close(): Promise<void>;
}

const LONGEST_ERROR_BYTES = 64 * 1024;
const LONGEST_JSON_BYTES = 64 * 1024 * 1024;

/** Creates a client of one origin, with connections of its own. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { baseUrl, credential, timeouts, limiter = createLimiter(), redactor = createRedactor() } = options;
  const { clock = systemClock, toMeantStatus = (status) => status, parseJson = JSON.parse } = options;
  const exchange = openExchange({ baseUrl, timeouts, redactor });
  let clockAheadMs = 0;

  const ask = async (request: HttpRequest, authorization?: string) => {
    const answer = await limiter.run(() => exchange.send(request, authorization), { signal: request.signal });
    if (answer.sentAt !== undefined) clockAheadMs = answer.sentAt - clock.now();
    return answer;
  };

  const askAsSomebody = async (request: HttpRequest): Promise<HttpAnswer> => {
    if (credential === undefined) return ask(request);
    const authorization = await credential.authorization({ signal: request.signal });
    const answer = await ask(request, authorization);
    if (answer.status !== 401) return answer;
    await readBodyText(answer.bytes, LONGEST_ERROR_BYTES);
    credential.forget(authorization);
    return ask(request, await credential.authorization({ signal: request.signal }));
  };

  const open = async (request: HttpRequest): Promise<HttpAnswer> => {
    request.signal?.throwIfAborted();
    const answer = await askAsSomebody(request);
    if (isSuccess(answer.status)) return answer;
    const refusal = await toRefusal(request, answer, { redactor, toMeantStatus, askedAt: clock.now() });
    if (refusal === undefined) return { ...answer, bytes: Readable.from([]) };
    throw refusal;
  };

  const close = () => exchange.close();
  return {
    open,
    json: async (request, schema) => readJson(request, await open(request), { schema, redactor, parseJson }),
    async *bytes(request) {
      yield* (await open(request)).bytes;
    },
    async send(request) {
      await readBodyText((await open(request)).bytes, LONGEST_ERROR_BYTES);
    },
    clockAheadMs: () => clockAheadMs,
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface RefusalReading {
  readonly redactor: Redactor;
  readonly toMeantStatus: (status: number, body: string) => number;
  readonly askedAt: number;
}

/** Nothing when it means a success. */
async function toRefusal(
  request: HttpRequest,
  answer: HttpAnswer,
  { redactor, toMeantStatus, askedAt }: RefusalReading,
): Promise<SpmError | undefined> {
  const { header, sentAt = askedAt, status } = answer;
  // The status has arrived and decides; a body that is cut short only costs words.
  const body = await readBodyText(answer.bytes, LONGEST_ERROR_BYTES).catch(() => ({ text: "" }));
  request.signal?.throwIfAborted();
  const meantStatus = toMeantStatus(status, body.text);
  if (isSuccess(meantStatus)) return undefined;
  return toStatusError(request, {
    status,
    meantStatus,
    text: redactor.text(toErrorText(body.text, header("content-type"))),
    requestId: header("x-request-id") ?? header("request-id") ?? header("x-correlation-id"),
    retryAfterMs: parseRetryAfter(header("retry-after"), sentAt),
  });
}

async function readJson<Schema extends z.ZodType>(
  request: HttpRequest,
  answer: HttpAnswer,
  {
    schema,
    redactor,
    parseJson,
  }: {
    readonly schema: Schema;
    readonly redactor: Redactor;
    readonly parseJson: (text: string) => unknown;
  },
): Promise<z.output<Schema>> {
  const contentType = answer.header("content-type");
  const { text, complete } = await readBodyText(answer.bytes, LONGEST_JSON_BYTES);
  if (!complete) throw toMalformedError(request, `longer than ${LONGEST_JSON_BYTES} bytes`, contentType);
  const value = parse(text, parseJson);
  if (value === undefined) {
    throw toMalformedError(request, redactor.text(toErrorText(text, contentType)), contentType);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = redactor.text(toIssues(parsed.error).join("; "));
  throw toMalformedError(request, `JSON of another shape (${issues})`, contentType);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** JSON has no word for `undefined`, so it says that there was no JSON. */
function parse(text: string, parseJson: (text: string) => unknown): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
