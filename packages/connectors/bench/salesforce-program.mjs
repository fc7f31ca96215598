// Upserts a file into a simulated org, with the connector or with jsforce, and prints what it took:
// node salesforce-program.mjs connector|jsforce FILE FACTS [MODULES]
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { sha256 } from "../../core/dist/index.js";
import { runLoad } from "../dist/index.js";
import { openSalesforce } from "./open-connector.mjs";
import { use } from "./use.mjs";

const [, , who = "", path = "", json = "{}", modules = ""] = process.argv;
const facts = JSON.parse(json);
const LOOK_MS = 500;

async function withConnector() {
  const salesforce = openSalesforce(facts);
  const file = {
    name: "lines.csv",
    sizeBytes: statSync(path).size,
    sha256: sha256(readFileSync(path)),
    open: () => createReadStream(path),
  };
  const polling = { intervals: [{ afterMs: 0, everyMs: LOOK_MS }] };
  const { outcome } = await use(salesforce, () => runLoad(salesforce, { load: "Lines", file }, { polling }));
  return { state: outcome.state, rows: outcome.volume.rowsWritten };
}

async function withJsforce() {
  const jsforce = createRequire(join(modules, "index.js"))("jsforce");
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: facts["client id"],
    client_secret: facts["client secret"],
  });
  const login = await fetch(`${facts.address}/services/oauth2/token`, { method: "POST", body: form });
  const { access_token: accessToken, instance_url: instanceUrl } = await login.json();
  const connection = new jsforce.Connection({ instanceUrl, accessToken, version: "60.0" });
  const job = connection.bulk2.createJob({
    object: "Commission_Line__c",
    operation: "upsert",
    externalIdFieldName: "Ext_Id__c",
    lineEnding: "LF",
  });
  await job.open();
  await job.uploadData(createReadStream(path));
  await job.close();
  await job.poll(LOOK_MS, 600_000);
  const { state, numberRecordsProcessed } = await job.check();
  return { state, rows: numberRecordsProcessed };
}

const begun = performance.now();
const told = await (who === "connector" ? withConnector() : withJsforce());
const seconds = Math.round((performance.now() - begun) / 10) / 100;
console.log(
  JSON.stringify({
    ...told,
    seconds,
    peakMegabytes: Math.round((process.resourceUsage().maxRSS * 1_024) / 1e6),
  }),
);
