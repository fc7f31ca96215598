export type { SimulatedDropVendor } from "./definition.js";
export {
  type DropFolderSimulator,
  type DropFolderSimulatorOptions,
  type LedgerEntry,
  startDropFolderSimulator,
} from "./drop-folder-simulator.js";
export type { Conditions, DropFolderFaults, ForcedEnd } from "./faults.js";
export { toBeqomResult, type ToldJob, type ToResult } from "./result-json.js";
export { simulatorProgram } from "./simulator-program.js";
export type { LineFaults, LineTarget, SiteCallName } from "./site-line.js";
