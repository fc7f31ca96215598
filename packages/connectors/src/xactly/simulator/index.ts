export type { Faults, FaultTarget, OddAnswer } from "../../simulator/faults.js";
export type { SimulatedBusiness } from "./definition.js";
export type { Conditions, XactlyFaults } from "./faults.js";
export type { Durations, InvocationState } from "./invocations.js";
export type { LedgerEntry } from "./ledger.js";
export { simulatorProgram } from "./simulator-program.js";
export type { InvocationStatus } from "./state.js";
export {
  startXactlySimulator,
  type XactlySimulator,
  type XactlySimulatorOptions,
} from "./xactly-simulator.js";
