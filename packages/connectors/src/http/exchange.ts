import { Readable } from "node:stream";
import { isSpmError, type Redactor, SpmError } from "@spm-ops/core";
import { type HttpTimeouts, openConnections } from "./connection.js";
import { startDeadline } from "./deadline.js";
import { toUnansweredError, toUnreachableError } from "./http-failure.js";
import type { HttpRequest } from "./http-request.js";

/** An answer of any status, whose body has to be read to its end or given up. */
export interface HttpAnswer {
  readonly status: number;
  /** The first value of a header, by its lower-case name. */
  header(name: string): string | undefined;
  /** The body as it comes; the next piece is read when the one before it has been taken. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** When it was sent, by the other side's clock, in milliseconds since 1970; whole seconds. */
  readonly sentAt: number | undefined;
}

/** Sends requests to one origin and brings answers back: no credentials, no judgement of statuses. */
export interface Exchange {
  send(request: HttpRequest, authorization?: string): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface ExchangeOptions {
  readonly baseUrl: string;
  readonly timeouts?: HttpTimeouts | undefined;
  readonly redactor: Redactor;
}

/** Opens an exchange with connections of its own. */
export function openExchange({ baseUrl, timeouts = {}, redactor }: ExchangeOptions): Exchange {
  const base = new URL(baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
  const { agent, isUnsent } = openConnections(timeouts);

  const toFailure = (request: HttpRequest, cause: unknown): SpmError => {
    request.signal?.throwIfAborted();
    // A body that could not be made has said why; it was never sent whole.
    if (isSpmError(cause)) return cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = redactor.text(
      `Could not ${request.operation}: no answer from ${base.origin} (${reason})`,
    );
    return isUnsent(cause)
      ? toUnreachableError(request, message, cause)
      : toUnansweredError(request, message, cause);
  };

  return {
    async send(request, authorization) {
      const url = toUrl(base, request);
      const deadline = startDeadline(timeouts.wholeMs ?? 900_000, request.signal);
      const fail = (error: unknown) => {
        deadline.end();
        return toFailure(request, deadline.signal.aborted ? deadline.signal.reason : error);
      };
      const reply = await agent
        .request({
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: request.method,
          headers: {
            accept: "application/json",
            ...request.headers,
            ...(authorization && { authorization }),
          },
          body: toBody(request),
          signal: deadline.signal,
        })
        .catch((error: unknown) => Promise.reject(fail(error)));
      const header = (name: string) => firstOf(reply.headers[name]);
      const date = Date.parse(header("date") ?? "");
      return {
        status: reply.statusCode,
        header,
        sentAt: Number.isNaN(date) ? undefined : date,
        bytes: guarded(reply.body, { fail, end: deadline.end }),
      };
    },
    close: () => agent.destroy(),
  };
}

/** An invariant with one owner: a token never leaves the origin that it was made for. */
function toUrl(base: URL, { path, query = {}, operation }: HttpRequest): URL {
  const url = new URL(path.replace(/^\/+/, ""), base);
  if (url.origin !== base.origin) {
    throw new SpmError(
      "remote.malformed",
      `Could not ${operation}: the link leads from ${base.origin} to ${url.origin}, which is not followed.`,
      { operation, contentType: undefined },
    );
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function toBody({ body }: HttpRequest): string | Uint8Array | Readable | null {
  return typeof body === "function" ? Readable.from(body(), { objectMode: false }) : (body ?? null);
}

async function* guarded(
  body: AsyncIterable<Uint8Array>,
  watch: { fail(error: unknown): unknown; end(): void },
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw watch.fail(error);
  } finally {
    watch.end();
  }
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
