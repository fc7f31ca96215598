import { SpmError } from "@spm-ops/core";

/** A request with a JSON body to a fixed address. */
export interface JsonPost {
  readonly address: URL;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What it is for, in words for an error's message. The address is not among them: it may be a secret. */
  readonly operation: string;
  readonly signal: AbortSignal;
}

/** How much of an answer is read. */
const MOST_TEXT = 2_000;

/** What Node says of a request that never left this machine, or never reached a server. */
const UNREACHED = new Set([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"],
  ...["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN"],
  ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "ERR_TLS_CERT_ALTNAME_INVALID"],
]);

/**
 * The address of a webhook.
 *
 * @throws SpmError `config.invalid` unless it is one of https, or of this very machine. The message does not hold it.
 */
export function parseAddress(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url !== undefined && (url.protocol === "https:" || (url.protocol === "http:" && isLocal))) return url;
  const issues = [`${what}: is no https address`];
  throw new SpmError("config.invalid", `Nothing can be sent: ${issues[0]}.`, { issues });
}

/**
 * Posts a JSON body and returns the status of a success. A redirect is not followed: it may lead a secret elsewhere.
 *
 * @throws SpmError `remote.unavailable` when it certainly was not taken, `remote.throttled`, `auth.rejected` (401, 403),
 * `remote.rejected` for other refusals, `remote.unknown` when nobody knows whether it was taken (a lost answer, 408, 5xx
 * but 503).
 */
export async function postJson(post: JsonPost): Promise<number> {
  const { address, body, operation, signal } = post;
  const headers = { "content-type": "application/json; charset=utf-8", ...post.headers };
  let answer: Response;
  try {
    answer = await fetch(address, { method: "POST", headers, body, redirect: "manual", signal });
  } catch (error) {
    signal.throwIfAborted();
    throw toUnanswered(operation, error);
  }
  const { status } = answer;
  const text = await readText(answer);
  if (answer.ok) return status;
  throw toRefusal(operation, { status, text, retryAfter: answer.headers.get("retry-after") });
}

function toUnanswered(operation: string, error: unknown): SpmError {
  const code = codeOf(error) ?? "no answer";
  const message = `Could not ${operation}: ${code}`;
  const known = UNREACHED.has(code) ? "remote.unavailable" : "remote.unknown";
  return new SpmError(known, message, { operation }, { cause: error });
}

/** `fetch` tells the reason of its failure as the cause of an error of its own. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

/** The beginning of an answer's text; one that breaks off is what came of it. */
async function readText(answer: Response): Promise<string> {
  let text = "";
  try {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MOST_TEXT) break;
    }
  } catch {
    // The status has come, which is what counts.
  }
  return text.slice(0, MOST_TEXT).replaceAll(/\s+/g, " ").trim();
}

interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

function toRefusal(operation: string, { status, text, retryAfter }: Refusal): SpmError {
  const message = `Could not ${operation}: ${status}${text === "" ? "" : `, ${text.slice(0, 200)}`}`;
  if (status === 401 || status === 403) return new SpmError("auth.rejected", message, { status });
  if (status === 429) {
    const seconds = /^\d+$/.test(retryAfter ?? "") ? Number(retryAfter) : undefined;
    const retryAfterMs = seconds === undefined ? undefined : seconds * 1_000;
    return new SpmError("remote.throttled", message, { retryAfterMs });
  }
  if (status === 503) return new SpmError("remote.unavailable", message, { operation });
  if (status === 408 || status >= 500) return new SpmError("remote.unknown", message, { operation });
  return new SpmError("remote.rejected", message, { operation, status, requestId: undefined });
}
