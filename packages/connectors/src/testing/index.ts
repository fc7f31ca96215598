export type {
  ConnectorTrouble,
  ConnectorUnderTest,
  LoadUnderTest,
  StartConnectorUnderTest,
} from "./connector-under-test.js";
export { describeConnectorContract } from "./describe-connector-contract.js";
export { type HttpTroubleTargets, toHttpTrouble } from "./http-trouble.js";
export { createTextFile } from "./text-file.js";
