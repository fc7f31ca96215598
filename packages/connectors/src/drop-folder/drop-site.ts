import type { Clock, FileSite } from "@spm-ops/core";
import type { DropFolderSettings } from "./drop-folder-options.js";
import type { DropObjects } from "./drop-objects.js";

/** A site on which drops are put, and by which rules. */
export interface DropSite {
  readonly site: FileSite;
  readonly settings: DropFolderSettings;
  readonly objects: DropObjects;
  readonly clock: Clock;
  /** Makes the key of a run, which no other run has. */
  readonly createRunKey: () => string;
}
