// Uploads a file of so many gigabytes to a simulated model, with the connector or as plainly as can be, and prints what it
// took: node upload-program.mjs connector|plain GIGABYTES gzip|raw FACTS
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { makeFile } from "./made-file.mjs";
import { openAnaplanFrom } from "./open-connector.mjs";
import { use } from "./use.mjs";

const [, , who = "", gigabytes = "1", packing = "raw", json = "{}"] = process.argv;
const facts = JSON.parse(json);
const chunkSizeBytes = 10 << 20;
const file = makeFile("orders.csv", Number(gigabytes) * 1e9);
const isPacked = packing === "gzip";

async function withConnector() {
  const anaplan = openAnaplanFrom(facts, { upload: { chunkSizeBytes, gzip: isPacked } });
  return use(anaplan, async () => (await anaplan.stage("Orders from file", file)).chunks);
}

/** No digest, no look at the file, no second try: what the chunks cost by themselves. */
async function plainly() {
  const basic = Buffer.from(`${facts.user}:${facts.password}`).toString("base64");
  const login = await fetch(`${facts.authentication}/token/authenticate`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
  });
  const { tokenInfo } = await login.json();
  const authorization = `AnaplanAuthToken ${tokenInfo.tokenValue}`;
  const address = `${facts.API}/workspaces/${facts.workspace}/models/${facts.model}/files/113000000001`;
  const send = async (method, path, body, contentType) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      body,
      headers: { authorization, "content-type": contentType },
    });
    await answer.arrayBuffer();
  };
  await send("POST", "", '{"chunkCount":-1}', "application/json");
  let chunk = [];
  let size = 0;
  let sent = 0;
  const flush = async () => {
    const bytes = Buffer.concat(chunk);
    const body = isPacked ? await promisify(gzip)(bytes) : bytes;
    await send(
      "PUT",
      `/chunks/${sent++}`,
      body,
      isPacked ? "application/x-gzip" : "application/octet-stream",
    );
    chunk = [];
    size = 0;
  };
  for await (const piece of file.open()) {
    chunk.push(piece);
    size += piece.length;
    if (size >= chunkSizeBytes) await flush();
  }
  if (size > 0) await flush();
  return sent;
}

const begun = performance.now();
const chunks = await (who === "connector" ? withConnector() : plainly());
const seconds = (performance.now() - begun) / 1_000;
const round = (figure) => Math.round(figure * 10) / 10;
console.log(
  JSON.stringify({
    megabytes: round(file.sizeBytes / 1e6),
    chunks,
    megabytesPerSecond: round(file.sizeBytes / 1e6 / seconds),
    peakMegabytes: round((process.resourceUsage().maxRSS * 1_024) / 1e6),
  }),
);
