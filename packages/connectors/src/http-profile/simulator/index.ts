export type { Faults, FaultTarget, OddAnswer } from "../../simulator/faults.js";
export type { SimulatedApplication } from "./definition.js";
export type { Conditions, HttpProfileFaults } from "./faults.js";
export {
  type HttpProfileSimulator,
  type HttpProfileSimulatorOptions,
  startHttpProfileSimulator,
} from "./http-profile-simulator.js";
export type { LedgerEntry } from "./runs.js";
export { simulatorProgram } from "./simulator-program.js";
