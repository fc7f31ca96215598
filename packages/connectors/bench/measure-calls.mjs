import { sha256 } from "../../core/dist/index.js";
import { waitForOutcome } from "../dist/index.js";
import { countCalls } from "./count-calls.mjs";
import { makeFile } from "./made-file.mjs";
import { openAnaplanFrom, openSalesforce } from "./open-connector.mjs";
import { startSimulatorProcess } from "./simulator-process.mjs";
import { use } from "./use.mjs";

const PATIENCE = { intervals: [{ afterMs: 0, everyMs: 3_000 }] };

/** Vendors, and the least that a load of one chunk can do with besides looking at the job. */
const VENDORS = [
  {
    vendor: "anaplan",
    open: openAnaplanFrom,
    load: "Orders from file",
    least: ["announce", "chunk", "start"],
  },
  {
    vendor: "salesforce",
    open: openSalesforce,
    load: "Lines",
    least: ["make the job", "bytes", "close the upload"],
    header: "Ext_Id__c,Participant__c,Amount__c\n",
  },
];

/** The requests of a load, the first one of a connector and the next, beside the least possible. */
export async function measureCalls() {
  const figures = {};
  for (const each of VENDORS) {
    figures[each.vendor] = await use(await startSimulatorProcess(each.vendor), ({ facts }) =>
      use(each.open(facts), (connector) => measureVendor(connector, each)),
    );
  }
  return figures;
}

async function measureVendor(connector, { vendor, load, least, header }) {
  const first = await callsOfLoad(connector, load, header);
  const next = await callsOfLoad(connector, load, header);
  console.log(
    `calls ${vendor}: a load takes ${next.calls} requests besides ${next.looks} looks (the first one ${first.calls}); the least possible are ${least.length}: ${least.join(", ")}`,
  );
  return { least: least.length, first, next };
}

async function callsOfLoad(connector, load, header) {
  const stop = countCalls();
  let looks = 0;
  const file = header === undefined ? makeFile("orders.csv", 100_000) : toLines(header);
  const staged = await connector.stage(load, file);
  const handle = await connector.start({ kind: "load", object: load, staged });
  await waitForOutcome(connector, handle, PATIENCE, { onPoll: () => (looks += 1) });
  return { calls: stop().calls - looks, looks };
}

function toLines(header) {
  const text = Buffer.from(`${header}L-1,North,10.50\n`);
  async function* open() {
    yield text;
  }
  return { name: "lines.csv", sizeBytes: text.length, sha256: sha256(text), open };
}
