export type { Faults, FaultTarget, OddAnswer } from "../../simulator/faults.js";
export type { SimulatedEnvironment } from "./definition.js";
export type { Conditions, OracleIcmFaults } from "./faults.js";
export {
  type OracleIcmSimulator,
  type OracleIcmSimulatorOptions,
  startOracleIcmSimulator,
} from "./oracle-icm-simulator.js";
export type { Durations, LedgerEntry } from "./requests.js";
export { simulatorProgram } from "./simulator-program.js";
