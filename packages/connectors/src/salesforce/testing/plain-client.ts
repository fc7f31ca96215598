import type { SalesforceSimulator } from "../simulator/index.js";
import { CLIENT_ID, CLIENT_SECRET } from "./simulated-lines.js";

/** What any program would read of an answer. */
export interface PlainAnswer {
  readonly status: number;
  readonly text: string;
  /** The answer as JSON; nothing when it is none. */
  readonly json: ReturnType<typeof JSON.parse>;
  readonly headers: Headers;
}

/** A client that knows nothing of ours: what any program would send. */
export async function login({ address }: Pick<SalesforceSimulator, "address">, secret = CLIENT_SECRET) {
  const form = { grant_type: "client_credentials", client_id: CLIENT_ID, client_secret: secret };
  const reply = await fetch(`${address}/services/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const token = JSON.parse(await reply.text());
  const call = async (method: string, path: string, body?: unknown): Promise<PlainAnswer> => {
    const isText = typeof body === "string";
    const answer = await fetch(`${address}/services/data/v60.0/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token.access_token}`,
        "content-type": isText ? "text/csv" : "application/json",
      },
      body: body === undefined ? null : isText ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    const json = /^[[{]/.test(text) ? JSON.parse(text) : undefined;
    return { status: answer.status, text, json, headers: answer.headers };
  };
  /** A job with its content, started. */
  const load = async (job: object, content: string): Promise<string> => {
    const { id } = (await call("POST", "jobs/ingest", job)).json;
    await call("PUT", `jobs/ingest/${id}/batches`, content);
    await call("PATCH", `jobs/ingest/${id}`, { state: "UploadComplete" });
    return id;
  };
  return { status: reply.status, token, call, load };
}
