export type { Faults, FaultTarget, OddAnswer } from "../../simulator/faults.js";
export type { SimulatedModel } from "./definition.js";
export type { Conditions, ForcedEnd, VaricentFaults } from "./faults.js";
export type { Durations, LedgerEntry } from "./runs.js";
export { simulatorProgram } from "./simulator-program.js";
export {
  startVaricentSimulator,
  type VaricentSimulator,
  type VaricentSimulatorOptions,
} from "./varicent-simulator.js";
