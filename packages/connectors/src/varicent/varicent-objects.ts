import { createObjectList, type ObjectList } from "../contract/object-list.js";
import type { ConnectorCall, StartableObject } from "../contract/spm-connector.js";
import type { VaricentCalls } from "./varicent-calls.js";
import { CALCULATION, PUBLISHED, SCHEDULE } from "./varicent-job.js";
import type { VaricentSettings } from "./varicent-options.js";
import { calculationList, importList, type ScheduleItem, scheduleTree } from "./varicent-replies.js";

/** A saved import, a calculation, an item of the scheduler, or a published file. */
export interface VaricentObject extends StartableObject {
  /** What an import reads, or the file that is the report. */
  readonly file?: string | undefined;
  /** The scheduler item that makes the report, by id or name. */
  readonly item?: string | undefined;
}

/** The loads, processes and reports of a model. */
export type VaricentObjects = ObjectList<VaricentObject>;

/** Creates the lists of a model. Reports are what the options say, as the vendor tells no list of them. */
export function createVaricentObjects(
  calls: VaricentCalls,
  reports: VaricentSettings["reports"],
): VaricentObjects {
  const lists = {
    load: (call: ConnectorCall) => listImports(calls, call),
    process: (call: ConnectorCall) => listProcesses(calls, call),
    async *report() {
      for (const { file, item } of reports?.files ?? []) {
        yield { id: `${PUBLISHED}${file}`, name: file, file, item };
      }
    },
  };
  return createObjectList<VaricentObject>({
    words: { load: "saved import", process: "calculation or scheduler item", report: "report" },
    list: (kind, call) => lists[kind](call),
  });
}

async function* listImports(calls: VaricentCalls, { signal }: ConnectorCall): AsyncGenerator<VaricentObject> {
  const imports = await calls.ask(
    { path: "imports", operation: "list the saved imports", signal },
    importList,
  );
  for (const { importId, name, filename } of imports) yield { id: importId, name, file: filename ?? "" };
}

async function* listProcesses(
  calls: VaricentCalls,
  { signal }: ConnectorCall,
): AsyncGenerator<VaricentObject> {
  const calculations = await calls.ask(
    { path: "calculations", operation: "list the calculations", signal },
    calculationList,
  );
  for (const { calculationId, name } of calculations) yield { id: `${CALCULATION}${calculationId}`, name };
  const tree = await calls.ask(
    { path: "scheduleitem", operation: "list the scheduler items", signal },
    scheduleTree,
  );
  yield* flatten(tree);
}

function* flatten(items: readonly ScheduleItem[]): Generator<VaricentObject> {
  for (const { id, name, childScheduleItems } of items) {
    yield { id: `${SCHEDULE}${id}`, name };
    yield* flatten(childScheduleItems);
  }
}

/** The id of the scheduler item that makes a report, or nothing for one that is read as it lies there. */
export async function toReportItem(
  objects: VaricentObjects,
  report: string,
  call: ConnectorCall,
): Promise<string | undefined> {
  const { item } = await objects.get("report", report, call);
  return item === undefined ? undefined : (await objects.get("process", item, call)).id;
}
