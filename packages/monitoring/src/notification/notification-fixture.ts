import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type Clock, createRedactor, createSecretReader } from "@spm-ops/core";
import type { Incident } from "../incident/incident.js";
import { START, symptom } from "../incident/incident-fixture.js";
import { type Notice, toNotice } from "./notice.js";

/** A request as a server got it. */
interface Received {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** What a server does with each request in turn; it takes what comes after the last with 202. */
export type Reply = (response: ServerResponse) => void;

export const answer =
  (status: number, text = "", headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) =>
    void response.writeHead(status, headers).end(text);
export const hangUp: Reply = (response) => void response.destroy();

/** A server that takes posts and remembers each. */
export async function startReceiver(...replies: readonly Reply[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ body: (await buffer(request)).toString("utf8"), headers: request.headers });
    (replies[received.length - 1] ?? answer(202))(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    address: `http://127.0.0.1:${port}/hooks/T0-secret-path`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A reader of the secrets of a test, and the redactor that then knows them. */
export function secretsOf(environment: Readonly<Record<string, string>>) {
  const redactor = createRedactor();
  return { redactor, readSecret: createSecretReader({ environment, redactor }) };
}

/** An incident of one symptom, unless told otherwise. */
export function incident(id: string, more: Partial<Incident> = {}): Incident {
  const key = `run:${id}`;
  return {
    id,
    ...{ state: "open", severity: "warning", rootKey: key, revision: 1, unattendedSince: START },
    symptoms: [symptom(key, 0, { environment: "production", subject: "nightly-load/load" })],
    ...{
      ends: [],
      escalations: [],
      feedback: [],
      told: [],
      timeline: [],
      isFlapping: false,
      isSettled: false,
    },
    ...more,
  };
}

export function notice(more: Partial<Notice> = {}): Notice {
  return { ...toNotice(incident("i-1"), { zone: "UTC" }), ...more };
}

/** A clock that stands still, and on which no wait is over before it is aborted. */
export function createStandingClock(startMs = START): Clock & { advance(ms: number): void } {
  let now = startMs;
  return {
    now: () => now,
    monotonic: () => now,
    wait: (_ms, { signal } = {}) =>
      new Promise((_resolve, reject) => {
        if (signal?.aborted === true) reject(signal.reason);
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
    advance(ms) {
      now += ms;
    },
  };
}
