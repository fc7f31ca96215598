export {
  type AnaplanSimulator,
  type AnaplanSimulatorOptions,
  startAnaplanSimulator,
} from "./anaplan-simulator.js";
export type { LoadedRows, RowsOfExport, SimulatedModel } from "./definition.js";
export type { Faults, FaultTarget, OddAnswer } from "../../simulator/faults.js";
export type { AnaplanFaults, Conditions } from "./faults.js";
export { simulatorProgram } from "./simulator-program.js";
export type { Durations, TaskState } from "./task-timing.js";
export type { LedgerEntry } from "./tasks.js";
