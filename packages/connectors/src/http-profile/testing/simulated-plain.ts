import { createRedactor, createSecretReader } from "@spm-ops/core";
import type { SpmConnector } from "../../contract/spm-connector.js";
import type { HttpProfile, LoadTemplates } from "../http-profile.js";
import { createHttpProfileConnector, type HttpProfileServices } from "../http-profile-connector.js";
import type { HttpProfileOptions } from "../http-profile-options.js";
import {
  type HttpProfileSimulator,
  type HttpProfileSimulatorOptions,
  startHttpProfileSimulator,
} from "../simulator/index.js";

export const SECRET = "plain secret of a client";
export const API_KEY = "plain-key-8Zt1Yp4Vx";
export const CLIENT = "ops-client";

/** An order file of so many rows; a row that is told apart has a cell too few. */
export function orderRows(count: number, isShort: (row: number) => boolean = () => false): string {
  const regions = ["North", "Süd", "Ost"];
  const row = (at: number) => (isShort(at) ? `O-${at}\n` : `O-${at},${regions[at % 3]},${at}.50\n`);
  return `Order,Region,Amount\n${Array.from({ length: count }, (_, at) => row(at)).join("")}`;
}

/** An application that takes orders, calculates, and gives the orders out again. */
export function simulatePlain(
  options: Partial<HttpProfileSimulatorOptions> = {},
): Promise<HttpProfileSimulator> {
  const columns = ["Order", "Region", "Amount"];
  return startHttpProfileSimulator({
    runMs: 0,
    application: {
      client: { id: CLIENT, secret: SECRET },
      apiKey: API_KEY,
      feeds: ["customers", "products", "orders"].map((id) => ({ id, name: `All ${id}`, columns })),
      calculations: [{ id: "commission", name: "Commission" }],
      extracts: [{ id: "orders-again", name: "Orders again", feed: "orders" }],
    },
    ...options,
  });
}

const poll = {
  request: { method: "GET", path: "/v1/runs/{task}" },
  status: "/state",
  words: {
    running: ["queued", "working"],
    succeeded: ["done"],
    "succeeded-with-rejects": ["done-with-errors"],
    failed: ["broken"],
    cancelled: ["stopped"],
  },
  counts: { rowsRead: "/rows/read", rowsWritten: "/rows/taken", rowsRejected: "/rows/refused" },
  messages: ["/message"],
} as const;

const cancel = { method: "DELETE", path: "/v1/runs/{task}" } as const;

function listed(list: string) {
  const request = { method: "GET", path: `/v1/${list}` } as const;
  return { request, items: "/entries", next: { pointer: "/next" }, id: "/id", name: "/name" };
}

function found(object: string) {
  return {
    request: { method: "GET", path: "/v1/runs" },
    items: "/entries",
    next: { pointer: "/next" },
    task: "/id",
    object,
    time: { pointer: "/startedAt" },
    provesAbsence: true,
  } as const;
}

function started(object: string) {
  const body = { kind: "json", value: { [object]: "{object}" } } as const;
  return { request: { method: "POST", path: "/v1/runs", body }, task: "/run/id" } as const;
}

/** Files are uploaded as they are, and a run is started with the id of one. */
export const STAGED_LOADS: LoadTemplates = {
  ...{ poll, cancel, list: listed("feeds"), find: { ...found("/feed"), staged: "/file" } },
  stage: {
    request: { method: "PUT", path: "/v1/feeds/{object}/files/{file}", body: { kind: "file" } },
    reference: "/file/id",
  },
  start: {
    request: {
      method: "POST",
      path: "/v1/runs",
      body: { kind: "json", value: { feed: "{object}", file: "{staged}" } },
    },
    task: "/run/id",
  },
  rejects: { request: { method: "GET", path: "/v1/runs/{task}/refused" } },
};

/** A run begins with the file in a form. */
export const CARRIED_LOADS: LoadTemplates = {
  ...{ poll, find: found("/feed"), rejects: STAGED_LOADS.rejects },
  start: {
    request: {
      method: "POST",
      path: "/v1/feeds/{object}/runs",
      body: { kind: "multipart", field: "file", fields: { digest: "{sha256}" } },
    },
    task: "/run/id",
  },
};

/** The API of the simulator, described. */
export function toPlainProfile(address: string, changed: Partial<HttpProfile> = {}): HttpProfile {
  return {
    vendor: "plain",
    authentication: {
      kind: "client-credentials",
      tokenAddress: `${address}/oauth/token`,
      clientId: CLIENT,
      clientSecret: "env:PLAIN_SECRET",
    },
    loads: STAGED_LOADS,
    processes: {
      ...{ poll, cancel, list: listed("calculations") },
      ...{ start: started("calculation"), find: found("/calculation") },
    },
    reports: {
      ...{ poll, cancel, list: listed("extracts"), start: started("extract"), find: found("/extract") },
      download: { request: poll.request, link: "/links/*/href" },
    },
    availability: {
      request: { method: "GET", path: "/v1/status" },
      status: { pointer: "/state", up: ["open"] },
    },
    ...changed,
  };
}

/** A connector to a simulated application, quick in its retries. */
export function connectTo(
  { address }: Pick<HttpProfileSimulator, "address">,
  options: Partial<HttpProfileOptions> = {},
  services: Partial<HttpProfileServices> = {},
): SpmConnector {
  const redactor = createRedactor();
  const environment = { PLAIN_SECRET: SECRET, PLAIN_KEY: API_KEY };
  const secrets = createSecretReader({ environment, redactor });
  return createHttpProfileConnector(
    {
      ...{ environment: "uat", address, profile: toPlainProfile(address), settleMs: 0 },
      retry: { attempts: 3, delayMs: 1 },
      ...options,
    },
    { secrets, redactor, ...services },
  );
}
