export type { Faults, FaultTarget, OddAnswer } from "../../simulator/faults.js";
export {
  type CaptivateiqSimulator,
  type CaptivateiqSimulatorOptions,
  type PayoutProcessing,
  startCaptivateiqSimulator,
} from "./captivateiq-simulator.js";
export type { SimulatedOrganization } from "./definition.js";
export type { CaptivateiqFaults, Conditions, ForcedEnd } from "./faults.js";
export type { Durations, LedgerEntry } from "./jobs.js";
export type { SimulatedTier } from "./rate.js";
export { simulatorProgram } from "./simulator-program.js";
