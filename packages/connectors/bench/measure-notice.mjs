import { startAnaplanSimulator } from "../dist/anaplan/simulator/index.js";
import { waitForOutcome } from "../dist/index.js";
import { openAnaplan } from "./open-connector.mjs";
import { use } from "./use.mjs";

const DURATIONS_MS = [2_300, 8_300, 21_300, 47_300];
const [USER, PASSWORD] = ["ops@client.example", "simulated"];

/** How long after the vendor was done the outcome is known, by the usual policy, for jobs of several lengths at once. */
export async function measureNotice() {
  const measured = await Promise.all(DURATIONS_MS.map(measureOne));
  for (const { durationMs, lateMs, looks } of measured) {
    console.log(
      `notice: a job of ${durationMs} ms is known to be done ${lateMs} ms later, by ${looks} looks`,
    );
  }
  return measured;
}

async function measureOne(durationMs) {
  const model = {
    users: [{ user: USER, password: PASSWORD }],
    files: [],
    imports: [],
    processes: [{ id: "118000000001", name: "Calculate", steps: ["117000000001"], durationMs }],
    exports: [],
  };
  return use(await startAnaplanSimulator({ model }), (simulator) => {
    const { hosts, workspaceId, modelId } = simulator;
    const anaplan = openAnaplan({ hosts, workspaceId, modelId, user: USER, password: PASSWORD });
    return use(anaplan, () => watch(anaplan, simulator, durationMs));
  });
}

async function watch(anaplan, simulator, durationMs) {
  const handle = await anaplan.start({ kind: "process", object: "Calculate" });
  let looks = 0;
  const onPoll = () => {
    looks += 1;
  };
  await waitForOutcome(anaplan, handle, undefined, { onPoll });
  const [{ creationTime }] = simulator.ledger();
  return { durationMs, lateMs: Date.now() - creationTime - durationMs, looks };
}
