import { createObjectList, type ObjectList } from "../../contract/object-list.js";
import type { Handle, StartableObject } from "../../contract/spm-connector.js";
import type { AnaplanCalls } from "../anaplan-calls.js";
import { flowPage, integrationPage } from "./cloudworks-replies.js";

/** An integration or a flow. */
interface CloudWorksObject extends StartableObject {
  /** Whether an integration runs a whole process, whose imports have rejects of their own. */
  readonly isProcess: boolean;
}

export type CloudWorksObjects = ObjectList<CloudWorksObject>;

/** Ids of both look alike, so ours say which is meant. */
const INTEGRATION = "integration/";
const FLOW = "flow/";

/** Whether an id is that of a flow. */
export function isFlow({ object }: Pick<Handle, "object">): boolean {
  return object.startsWith(FLOW);
}

/** The vendor's id, ready for a path. */
export function toVendorId({ object }: Pick<Handle, "object">): string {
  return encodeURIComponent(object.slice(object.indexOf("/") + 1));
}

/** The resource of an integration or a flow. */
export function toPath(handle: Pick<Handle, "object">): string {
  return `${isFlow(handle) ? "integrationflows" : "integrations"}/${toVendorId(handle)}`;
}

/** Creates the list of all integrations and flows that the user may see. */
export function createCloudWorksObjects(calls: AnaplanCalls): CloudWorksObjects {
  const query = { limit: "100" };
  return createObjectList<CloudWorksObject>({
    words: { load: "load", process: "integration or flow", report: "report" },
    async *list(kind, { signal }) {
      if (kind !== "process") return;
      const integrations = { path: "integrations", operation: "list the integrations", query, signal };
      for await (const { integrationId, name, integrationType } of calls.pages(
        integrations,
        integrationPage,
      )) {
        yield { id: `${INTEGRATION}${integrationId}`, name, isProcess: integrationType === "Process" };
      }
      const flows = { path: "integrationflows", operation: "list the flows", query, signal };
      for await (const { id, name } of calls.pages(flows, flowPage)) {
        yield { id: `${FLOW}${id}`, name, isProcess: false };
      }
    },
  });
}
