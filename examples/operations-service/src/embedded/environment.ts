import { readFile } from "node:fs/promises";
import type { SpmConnector } from "@spm-ops/connectors";
import { createAnaplanConnector } from "@spm-ops/connectors/anaplan";
import { type AnaplanSimulator, startAnaplanSimulator } from "@spm-ops/connectors/anaplan/simulator";
import { type Clock, type Redactor, type SecretReader, systemClock } from "@spm-ops/core";
import type { Folders } from "./folders.js";
import { describeModel } from "./model.js";
import { readModelItems } from "./model-items.js";
import { type Pace, paceOf } from "./pace.js";

const USER = "operations@example.com";

/** The simulated environment. It remembers its tasks, as the vendor does, whatever becomes of this process. */
export async function startEnvironment(
  folders: Folders,
  { clock = systemClock, pace = paceOf() }: { readonly clock?: Clock; readonly pace?: Pace } = {},
): Promise<AnaplanSimulator> {
  const password = await readFile(passwordPath(folders), "utf8");
  const items = await readModelItems(folders);
  return startAnaplanSimulator({
    model: describeModel(items, { user: USER, password }),
    storage: `${folders.environment}/memory`,
    durations: { importMs: pace.importMs, processMs: pace.calculationMs, exportMs: pace.exportMs },
    clock,
  });
}

export interface EnvironmentServices {
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly secrets: SecretReader;
}

/** Connects to the environment as one does to the vendor's: by addresses, ids, and a reference to the password. */
export function connectEnvironment(
  folders: Folders,
  { hosts, workspaceId, modelId }: AnaplanSimulator,
  services: EnvironmentServices,
): SpmConnector {
  return createAnaplanConnector(
    {
      environment: "production",
      hosts,
      workspaceId,
      modelId,
      authentication: { kind: "basic", user: USER, password: `file:${passwordPath(folders)}` },
      // Small, so that a night has more than one of them.
      upload: { chunkSizeBytes: 65_536 },
      // The steps of the guide have their own patience; tries within tries would multiply.
      retry: { attempts: 1 },
      // The simulator lists a task as soon as it has taken it.
      settleMs: 0,
    },
    services,
  );
}

function passwordPath({ secrets }: Folders): string {
  return `${secrets}/environment-password`;
}
