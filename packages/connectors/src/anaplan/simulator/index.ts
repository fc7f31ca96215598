export {
  type AnaplanSimulator,
  type AnaplanSimulatorOptions,
  startAnaplanSimulator,
} from "./anaplan-simulator.js";
export type { LoadedRows, RowsOfExport, SimulatedModel } from "./definition.js";
export type { Conditions, Faults, FaultTarget, OddAnswer } from "./faults.js";
export type { Durations, TaskState } from "./task-timing.js";
export type { LedgerEntry } from "./tasks.js";
