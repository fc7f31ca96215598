import { createObjectList, type ObjectList } from "../contract/object-list.js";
import type { JobKind, StartableObject } from "../contract/spm-connector.js";
import type { LoadSettings, ReportSettings, SalesforceSettings } from "./salesforce-options.js";

/** A declared load. The vendor has no id for it, so what it does stands for one. */
export interface LoadObject extends StartableObject {
  readonly settings: LoadSettings;
}

/** A declared query, known by its text, or a report, known by the vendor's id. */
export interface ReportObject extends StartableObject {
  readonly settings: ReportSettings;
}

/** What the options declare. Nothing of it is asked of the vendor. */
export interface SalesforceObjects {
  readonly loads: ObjectList<LoadObject>;
  readonly reports: ObjectList<ReportObject>;
}

const WORDS: Readonly<Record<JobKind, string>> = { load: "load", process: "process", report: "report" };

/** Creates the lists of declared loads and reports. */
export function createSalesforceObjects({ loads, reports }: SalesforceSettings): SalesforceObjects {
  return {
    loads: createObjectList({ words: WORDS, list: () => toObjects(loads, toLoadId) }),
    reports: createObjectList({ words: WORDS, list: () => toObjects(reports, toReportId) }),
  };
}

async function* toObjects<Settings>(
  declared: Readonly<Record<string, Settings>>,
  toId: (settings: Settings) => string,
): AsyncGenerator<StartableObject & { readonly settings: Settings }> {
  for (const [name, settings] of Object.entries(declared)) yield { id: toId(settings), name, settings };
}

function toLoadId(settings: LoadSettings): string {
  const { operation, object, externalIdFieldName, columnDelimiter, lineEnding, assignmentRuleId } = settings;
  return [operation, object, externalIdFieldName, columnDelimiter, lineEnding, assignmentRuleId]
    .filter((part) => part !== undefined)
    .join(" ");
}

function toReportId(settings: ReportSettings): string {
  if (settings.kind === "query") {
    return [settings.operation, settings.columnDelimiter, settings.lineEnding, settings.query].join(" ");
  }
  return settings.format === "json" ? settings.reportId : `${settings.reportId} ${settings.format}`;
}
