import type { AnaplanSimulator } from "../simulator/index.js";
import { FILE, PASSWORD, USER } from "./simulated-orders.js";

/** A client that knows nothing of ours: what any program would send. */
export async function login({ hosts, workspaceId, modelId }: AnaplanSimulator, user = USER) {
  const basic = Buffer.from(`${user}:${PASSWORD}`).toString("base64");
  const reply = await fetch(`${hosts.authentication}/token/authenticate`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
  });
  const { status, statusMessage, tokenInfo } = JSON.parse(await reply.text());
  const base = `${hosts.api}/workspaces/${workspaceId}/models/${modelId}`;
  const call = async (
    method: string,
    path: string,
    body?: string | Uint8Array,
    type = "application/json",
  ) => {
    const headers = { authorization: `AnaplanAuthToken ${tokenInfo?.tokenValue}`, "content-type": type };
    const answer = await fetch(`${base}/${path}`, { method, headers, body: body ?? null });
    const text = await answer.text();
    return { status: answer.status, text, json: text.startsWith("{") ? JSON.parse(text) : undefined };
  };
  const upload = async (text: string) => {
    await call("POST", `files/${FILE}`, '{"chunkCount":1}');
    await call("PUT", `files/${FILE}/chunks/0`, text, "application/octet-stream");
  };
  const start = async (path: string) =>
    (await call("POST", `${path}/tasks`, '{"localeName":"en_US"}')).json.task.taskId;
  return { reply: { code: reply.status, status, statusMessage }, tokenInfo, call, upload, start };
}
