export type { Faults, FaultTarget, OddAnswer } from "../../simulator/faults.js";
export type { SimulatedOrg } from "./definition.js";
export type { Conditions, JobFailure, SalesforceFaults } from "./faults.js";
export type { Durations } from "./job-timing.js";
export type { LedgerEntry } from "./ledger.js";
export {
  type SalesforceSimulator,
  type SalesforceSimulatorOptions,
  startSalesforceSimulator,
} from "./salesforce-simulator.js";
export { simulatorProgram } from "./simulator-program.js";
