export type { ToldState } from "../contract/told-outcome.js";
export { createDropFolderConnector, type DropFolderServices } from "./drop-folder-connector.js";
export type { DropFolderOptions, DropLoad, DropReport } from "./drop-folder-options.js";
export type { DropProfile, DropSignal, DropVerdict, ResultVerdict } from "./drop-profile.js";
export { type BeqomDropZone, beqomDropZone } from "./profiles/beqom-drop-zone.js";
export { type SapDrop, sapDropProfile } from "./profiles/sap-drop-profile.js";
