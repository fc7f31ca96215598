/**
 * What a request does to the other side, and so what a lost answer means.
 *
 * - `question`: changes nothing; may be asked again.
 * - `change`: must not be sent twice; without an answer it is `remote.unknown`.
 * - `repeatable-change`: sending it twice is sending it once; without an answer it may be sent again.
 */
export type HttpIntent = "question" | "change" | "repeatable-change";

/** A body that can be sent again when a renewed credential asks for it. */
type HttpBody = string | Uint8Array | (() => AsyncIterable<Uint8Array>);

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, or an absolute link of the same origin. */
  readonly path: string;
  readonly intent: HttpIntent;
  /** What it is for, in words for an error's message: `start the import 112000000001`. */
  readonly operation: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: HttpBody | undefined;
  readonly signal?: AbortSignal | undefined;
}
