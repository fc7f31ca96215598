import { describeConnectorContract } from "../testing/index.js";
import { beqomDropZone } from "./profiles/beqom-drop-zone.js";
import { toBeqomResult } from "./simulator/index.js";
import {
  CONTROLLED,
  connectTo,
  MOVING,
  PLAIN,
  simulateDrops,
  startUnderTest,
} from "./testing/simulated-drops.js";

describeConnectorContract("drop folder, with a rename and a result file,", async () => {
  const simulator = await simulateDrops(PLAIN);
  return startUnderTest(simulator, connectTo(simulator), { call: "rename" });
});

describeConnectorContract("drop folder, with a control file and twins,", async () => {
  const simulator = await simulateDrops(CONTROLLED);
  const connector = connectTo(simulator, { profile: CONTROLLED });
  return startUnderTest(simulator, connector, { call: "write", path: /\.ctl$/ });
});

describeConnectorContract("drop folder, with files that move,", async () => {
  const simulator = await simulateDrops(MOVING);
  return startUnderTest(simulator, connectTo(simulator, { profile: MOVING }), { call: "rename" });
});

describeConnectorContract("beqom drop zone", async () => {
  const profile = beqomDropZone({ dropZone: "/zone", config: "{}", folder: "{yyyy}-{mm}-{dd}-{run}" });
  const loads = { Orders: { file: "orders.csv" } };
  const columns = ["Order", "Region", "Amount"];
  const reports = [{ load: "Orders", folder: "/reports", file: "orders.csv" }];
  const vendor = { profile, loads: { Orders: { file: "orders.csv", columns } }, reports };
  const simulator = await simulateDrops(profile, { vendor, toResult: toBeqomResult });
  const connector = connectTo(simulator, { profile, loads });
  return startUnderTest(simulator, connector, { call: "write", path: /config\.json$/ });
});
