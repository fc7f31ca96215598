import { Agent, buildConnector } from "undici";

/** How long to wait for what, in milliseconds. */
export interface HttpTimeouts {
  /** For a connection. @defaultValue 10_000 */
  readonly connectMs?: number | undefined;
  /** For the first byte of an answer. A busy application may hold a question back for minutes. @defaultValue 300_000 */
  readonly headersMs?: number | undefined;
  /** Between two pieces of an answer. @defaultValue 60_000 */
  readonly bodyMs?: number | undefined;
  /** For a request and its answer as a whole. @defaultValue 900_000 */
  readonly wholeMs?: number | undefined;
}

export interface Connections {
  readonly agent: Agent;
  /** Whether a failure came before anything was sent. */
  isUnsent(error: unknown): boolean;
}

/** Opens a pool of connections of its own, which remembers the failures that came before anything was sent. */
export function openConnections({
  connectMs = 10_000,
  headersMs = 300_000,
  bodyMs = 60_000,
}: HttpTimeouts): Connections {
  const unsent = new WeakSet<object>();
  const connect = buildConnector({ timeout: connectMs });
  const agent = new Agent({
    headersTimeout: headersMs,
    bodyTimeout: bodyMs,
    connect: (target, callback) =>
      connect(target, (...[error, socket]) => {
        if (error === null) return callback(null, socket);
        unsent.add(error);
        callback(error, null);
      }),
  });
  return { agent, isUnsent: (error) => typeof error === "object" && error !== null && unsent.has(error) };
}
