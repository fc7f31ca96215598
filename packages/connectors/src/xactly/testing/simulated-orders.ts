import { createRedactor, createSecretReader } from "@spm-ops/core";
import type { SpmConnector } from "../../contract/spm-connector.js";
import { createFolderSite } from "../../simulator/folder-site.js";
import {
  type SimulatedBusiness,
  startXactlySimulator,
  type XactlySimulator,
  type XactlySimulatorOptions,
} from "../simulator/index.js";
import { createXactlyConnector, type XactlyServices } from "../xactly-connector.js";
import type { XactlyOptions } from "../xactly-options.js";

export const USER = "ops@client.example";
export const PASSWORD = "correct horse battery";
export const RESULT_COLUMNS = [
  "status_code",
  "status_message",
  "name",
  "command",
  "count",
  "value",
  "exception_message",
];

/** An order file of so many rows; a row that is told apart has an amount that is no number. */
export function orderRows(count: number, isWrong: (row: number) => boolean = () => false): string {
  const row = (at: number) => `O-${at},1,Mai Süd,2026-05,${isWrong(at) ? "much" : `${at}.50`}\n`;
  const rows = Array.from({ length: count }, (_, at) => row(at));
  return `order_code,item_code,batch_name,period_name,amount\n${rows.join("")}`;
}

/** The columns of {@link orderRows}. */
export const ORDER_COLUMNS = ["order_code", "item_code", "batch_name", "period_name", "amount"];
const ERRORS = {
  from: "staging.order_item_validation_error",
  columns: ["order_code", "item_code", "error_message"],
};

const FILE = "/inbox/orders.csv";
const STAGE = [
  { name: "clear staging", command: "delete from staging.order_item" },
  { name: "read orders", readsFile: FILE, into: "staging.order_item" },
  { name: "create batches", command: "incent synchronous create batches" },
  { name: "validate", command: "incent validate orders" },
];
const UPLOAD = [
  { name: "purge", command: "incent purge orders" },
  { name: "upload", command: "incent upload orders" },
];
const SET_ASIDE =
  "delete from staging.order_item where order_code in (select order_code from staging.order_item_validation_error)";

const BUSINESS: SimulatedBusiness = {
  user: USER,
  password: PASSWORD,
  clientId: "client-1",
  consumer: "consumer-1",
  pipelines: [
    { name: "load_orders", members: [...STAGE, { name: "set aside", command: SET_ASIDE }, ...UPLOAD] },
    { name: "load_all_orders", members: [...STAGE, ...UPLOAD] },
    { name: "stage_orders", members: STAGE },
    { name: "credit", members: [{ name: "calculate", command: "incent synchronous calculate" }] },
    { name: "Nightly close", members: [{ name: "sleep", command: "sleep 10" }] },
    {
      name: "goes_on",
      continueOnError: true,
      members: [
        { name: "broken", command: "incent do nothing" },
        { name: "after it", command: "sleep 1" },
      ],
    },
    { name: "when_there", members: [{ name: "is it there?", needsFile: "/inbox/never.csv" }] },
  ],
};

/** A business that loads orders in two ways, and credits them. */
export function simulateOrders(options: Partial<XactlySimulatorOptions> = {}): Promise<XactlySimulator> {
  return startXactlySimulator({
    durations: { readyMs: 0, waitMs: 0, runMs: 0 },
    business: BUSINESS,
    ...options,
  });
}

/** A connector to a simulated business and its home folder, quick in its retries. */
export function connectTo(
  { address, homeFolder }: XactlySimulator,
  options: Partial<XactlyOptions> = {},
  services: Partial<XactlyServices> = {},
): SpmConnector {
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { XACTLY_PASSWORD: PASSWORD }, redactor });
  return createXactlyConnector(
    {
      environment: "sandbox",
      address,
      authentication: {
        user: USER,
        password: "env:XACTLY_PASSWORD",
        clientId: "client-1",
        consumer: "consumer-1",
      },
      language: { resultColumns: RESULT_COLUMNS, abort: "abort invocation {id}" },
      loads: [
        { pipeline: "load_orders", file: FILE, rejects: { ...ERRORS, allOrNothing: false } },
        { pipeline: "load_all_orders", file: FILE, rejects: ERRORS },
        { pipeline: "stage_orders", file: FILE },
      ],
      commands: [
        { name: "Validate", command: "incent validate orders", rejects: ERRORS },
        { name: "Upload", command: "incent upload orders" },
        { name: "Calculate", command: "incent synchronous calculate" },
      ],
      reports: [
        { name: "Uploaded orders", columns: ORDER_COLUMNS, from: "xactly.xc_order_stage" },
        { name: "No such table", columns: ["a"], from: "xactly.none" },
      ],
      invocations: { settleMs: 0 },
      retry: { attempts: 3, delayMs: 1 },
      ...options,
    },
    { secrets, redactor, dataSite: createFolderSite(homeFolder), ...services },
  );
}
