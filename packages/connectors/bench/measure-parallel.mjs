import { performance } from "node:perf_hooks";
import { startAnaplanSimulator } from "../dist/anaplan/simulator/index.js";
import { runLoad } from "../dist/index.js";
import { countCalls } from "./count-calls.mjs";
import { makeFile } from "./made-file.mjs";
import { openAnaplan } from "./open-connector.mjs";
import { use } from "./use.mjs";

const [USER, PASSWORD] = ["ops@client.example", "simulated"];
const REQUESTS_A_SECOND = 10;
/** Announce, one chunk, start, one look. */
const LEAST_CALLS = 4;

/**
 * Many loads at once under a limit that the vendor enforces, each into a file of its own.
 *
 * @param {{ loads: number }} options
 */
export async function measureParallel({ loads }) {
  const numbers = Array.from({ length: loads }, (_, at) => String(at + 1).padStart(4, "0"));
  const imports = numbers.map((number) => ({
    id: `11200000${number}`,
    name: `Import ${number}`,
    dataSourceId: `11300000${number}`,
    columns: ["Order", "Region", "Amount"],
  }));
  const files = numbers.map((number) => ({ id: `11300000${number}`, name: `orders-${number}.csv` }));
  const model = { users: [{ user: USER, password: PASSWORD }], files, imports, processes: [], exports: [] };
  return use(await startAnaplanSimulator({ model, durations: { importMs: 20 } }), (simulator) => {
    const { hosts, workspaceId, modelId } = simulator;
    const limits = { concurrency: 8, requestsPerInterval: REQUESTS_A_SECOND };
    const options = { limits, upload: { checkHeader: false } };
    const anaplan = openAnaplan({ hosts, workspaceId, modelId, user: USER, password: PASSWORD, ...options });
    return use(anaplan, async () => {
      // The login goes to another host, which the limit is not about.
      await anaplan.checkAvailability();
      simulator.faults.limitRate({ requests: REQUESTS_A_SECOND });
      return loadAll(anaplan, imports);
    });
  });
}

async function loadAll(anaplan, imports) {
  const loads = imports.length;
  const stop = countCalls();
  const begun = performance.now();
  const file = makeFile("orders.csv", 1_000);
  const ended = await Promise.all(imports.map(({ id }) => runLoad(anaplan, { load: id, file })));
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const { calls, refused } = stop();
  const succeeded = ended.filter(({ outcome }) => outcome.state === "succeeded").length;
  const least = Math.round((loads * LEAST_CALLS) / REQUESTS_A_SECOND);
  console.log(
    `parallel: ${succeeded} of ${loads} loads succeeded in ${seconds} s (least ${least} s), ${calls} requests, ${refused} refused for too many`,
  );
  return { loads, succeeded, seconds, calls, callsALoad: Math.round((calls / loads) * 100) / 100, refused };
}
