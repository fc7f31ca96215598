import type { CaptivateiqSimulator } from "../simulator/index.js";
import { TOKEN } from "./simulated-deals.js";

/** What any program would read of an answer. */
export interface PlainAnswer {
  readonly status: number;
  readonly contentType: string | null;
  /** The answer as JSON; nothing when it is none. */
  readonly json: ReturnType<typeof JSON.parse>;
}

/** A client that knows nothing of ours: what any program would send. */
export function callTo({ address }: Pick<CaptivateiqSimulator, "address">, authorization = `Token ${TOKEN}`) {
  return async (method: string, path: string, body?: unknown): Promise<PlainAnswer> => {
    const answer = await fetch(`${address}/ciq/v1/${path}`, {
      method,
      headers: { authorization, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    const json = /^[[{"]/.test(text) ? JSON.parse(text) : undefined;
    return { status: answer.status, contentType: answer.headers.get("content-type"), json };
  };
}
