import { createObjectList, type ObjectList } from "../contract/object-list.js";
import type { ConnectorCall, StartableObject } from "../contract/spm-connector.js";
import type { XactlyCalls } from "./xactly-calls.js";
import type { RejectSettings, XactlySettings } from "./xactly-options.js";
import { type Pipeline, pipeline } from "./xactly-replies.js";

type ReportSettings = XactlySettings["reports"][number];

/** What it is that is started. */
type XactlyAct =
  | { readonly kind: "pipeline" }
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "select"; readonly report: ReportSettings };

/** A pipeline, a command or a table. */
export interface XactlyObject extends StartableObject {
  readonly act: XactlyAct;
  /** What a load reads. */
  readonly file?: string | undefined;
  readonly rejects?: RejectSettings | undefined;
}

/** The loads, processes and reports of a business. */
export type XactlyObjects = ObjectList<XactlyObject>;

/** Creates the lists of a business: its own pipelines, of which the options say which ones are loads, and what else they declare. */
export function createXactlyObjects(
  calls: XactlyCalls,
  { loads, commands, reports }: Pick<XactlySettings, "loads" | "commands" | "reports">,
): XactlyObjects {
  const toLoad = ({ name }: Pipeline) => loads.find((load) => load.pipeline === name);
  const lists = {
    async *load(call: ConnectorCall): AsyncGenerator<XactlyObject> {
      if (loads.length === 0) return;
      for await (const each of listPipelines(calls, call)) {
        const load = toLoad(each);
        if (load !== undefined) {
          yield { ...each, act: { kind: "pipeline" }, file: load.file, rejects: load.rejects };
        }
      }
    },
    async *process(call: ConnectorCall): AsyncGenerator<XactlyObject> {
      for await (const each of listPipelines(calls, call)) {
        if (toLoad(each) === undefined) yield { ...each, act: { kind: "pipeline" } };
      }
      for (const { name, command, rejects } of commands) {
        yield { id: `command/${name}`, name, act: { kind: "command", command }, rejects };
      }
    },
    async *report(): AsyncGenerator<XactlyObject> {
      for (const report of reports) {
        yield { id: `report/${report.name}`, name: report.name, act: { kind: "select", report } };
      }
    },
  };
  return createObjectList<XactlyObject>({
    words: { load: "load", process: "pipeline or command", report: "report" },
    list: (kind, call) => lists[kind](call),
  });
}

function listPipelines(calls: XactlyCalls, { signal }: ConnectorCall): AsyncIterable<Pipeline> {
  return calls.list({ path: "pipelines", operation: "list the pipelines", signal }, pipeline);
}
