export type { Faults, FaultTarget, OddAnswer } from "../../simulator/faults.js";
export type { SimulatedTenant } from "./definition.js";
export type { Conditions, ForcedEnd, SapCommissionsFaults } from "./faults.js";
export type { Durations, LedgerEntry } from "./pipelines.js";
export {
  type SapCommissionsSimulator,
  type SapCommissionsSimulatorOptions,
  startSapCommissionsSimulator,
} from "./sap-commissions-simulator.js";
export { simulatorProgram } from "./simulator-program.js";
