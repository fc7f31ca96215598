import { SpmError } from "@spm-ops/core";
import type { Poll } from "../contract/outcome.js";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import type { DropSite } from "./drop-site.js";
import { findFiles } from "./site-look.js";

/** Watches the files that the vendor puts out, until they stay as they are. */
export interface ReportWatch {
  /** Takes the newest file that fits; nothing is started. */
  start(report: string, call: ConnectorCall): Promise<Handle>;
  poll(handle: Handle, call: ConnectorCall): Promise<Poll>;
  read(handle: Handle, call: ConnectorCall): AsyncIterable<Uint8Array>;
}

/** Creates the watch. How long a file has stayed the same begins anew with the process. */
export function createReportWatch({ site, settings, objects, clock }: DropSite): ReportWatch {
  const seen = new Map<string, { readonly shape: string; readonly since: number }>();
  return {
    async start(report, call) {
      const { id, report: declared } = await objects.reports.get("report", report, call);
      const [newest] = await findFiles(site, `${declared.folder}/${declared.name}`, call);
      if (newest !== undefined) return { kind: "report", object: id, task: newest.path };
      throw notThere(`${declared.folder}/${declared.name}`);
    },

    async poll({ task }, call) {
      const lies = await site.stat(task, call);
      if (lies === undefined) throw notThere(task);
      const shape = `${lies.sizeBytes} ${lies.modifiedAt}`;
      const known = seen.get(task);
      const since = known?.shape === shape ? known.since : clock.monotonic();
      seen.set(task, { shape, since });
      if (clock.monotonic() - since < settings.stableMs) return { state: "running", rawStatus: "may grow" };
      seen.delete(task);
      const volume = { files: 1, bytes: lies.sizeBytes };
      return { state: "finished", outcome: { state: "succeeded", volume, rawStatus: "there", message: "" } };
    },

    async *read({ task }, call) {
      yield* (await site.read(task, call)).bytes;
    },
  };
}

function notThere(path: string): SpmError {
  return new SpmError("remote.not-found", `No report lies at ${path}.`, {
    operation: `find the report ${path}`,
  });
}
